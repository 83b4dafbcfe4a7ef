// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/// What a wallet lends its name to by EIP-7702: many calls in one transaction that it sends to itself.
contract BatchWallet {
    struct Call {
        address to;
        uint256 value;
        bytes data;
    }

    receive() external payable {}

    function execute(Call[] calldata calls) external payable {
        require(msg.sender == address(this));
        for (uint256 i = 0; i < calls.length; i++) {
            (bool ok, ) = calls[i].to.call{value: calls[i].value}(calls[i].data);
            require(ok);
        }
    }
}

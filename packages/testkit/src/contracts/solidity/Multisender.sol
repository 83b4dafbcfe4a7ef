// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/// Pays many at once, as Disperse does: ether with the rest given back, tokens through the contract or straight from the payer.
contract Multisender {
    function disperseEther(address payable[] calldata to, uint256[] calldata values) external payable {
        for (uint256 i = 0; i < to.length; i++) pay(to[i], values[i]);
        if (address(this).balance > 0) pay(payable(msg.sender), address(this).balance);
    }

    function disperseToken(address token, address[] calldata to, uint256[] calldata values) external {
        uint256 total = 0;
        for (uint256 i = 0; i < values.length; i++) total += values[i];
        run(token, abi.encodeWithSignature("transferFrom(address,address,uint256)", msg.sender, address(this), total));
        for (uint256 i = 0; i < to.length; i++) {
            run(token, abi.encodeWithSignature("transfer(address,uint256)", to[i], values[i]));
        }
    }

    function disperseTokenSimple(address token, address[] calldata to, uint256[] calldata values) external {
        for (uint256 i = 0; i < to.length; i++) {
            run(token, abi.encodeWithSignature("transferFrom(address,address,uint256)", msg.sender, to[i], values[i]));
        }
    }

    function pay(address payable to, uint256 value) private {
        (bool ok, ) = to.call{value: value}("");
        require(ok);
    }

    /// Takes tokens that return nothing, too.
    function run(address token, bytes memory data) private {
        (bool ok, bytes memory answer) = token.call(data);
        require(ok && (answer.length == 0 || abi.decode(answer, (bool))));
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/// Pays in ways of which not each one moves what a trace shows.
contract Payer {
    receive() external payable {}

    /// Pays the first and the last; the payment to the one between is made and then undone with its frame.
    function payAndUndo(address payable first, address payable undone, address payable last, uint256 value) external payable {
        pay(first, value);
        try this.payAndFail(undone, value) {
            revert("should have failed");
        } catch {}
        pay(last, value);
    }

    function payAndFail(address payable to, uint256 value) external {
        pay(to, value);
        revert("undone");
    }

    /// The same code by DELEGATECALL: the value is in view in both frames and moves in the outer one only.
    function payByDelegate(Payer library_, address payable to) external payable {
        (bool ok, ) = address(library_).delegatecall(abi.encodeCall(Payer.forward, (to)));
        require(ok);
    }

    function forward(address payable to) external payable {
        pay(to, msg.value);
    }

    function pay(address payable to, uint256 value) private {
        (bool ok, ) = to.call{value: value}("");
        require(ok);
    }
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/// Takes ether and gives all of it to whom its destruction names.
contract Mortal {
    constructor() payable {}

    receive() external payable {}

    function die(address payable beneficiary) external {
        selfdestruct(beneficiary);
    }
}

/// Creates contracts that hold ether, by CREATE and CREATE2, for later or for one transaction only.
contract MortalMaker {
    event Made(address mortal);

    function make() external payable {
        emit Made(address(new Mortal{value: msg.value}()));
    }

    function makeAt(bytes32 salt) external payable {
        emit Made(address(new Mortal{salt: salt, value: msg.value}()));
    }

    /// Since Cancun only a contract of the same transaction is gone afterwards.
    function makeAndDie(address payable beneficiary) external payable {
        Mortal mortal = new Mortal{value: msg.value}();
        emit Made(address(mortal));
        mortal.die(beneficiary);
    }
}

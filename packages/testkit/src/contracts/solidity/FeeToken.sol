// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/// Takes a part of each transfer. With a log of its own: two Transfers that add up. Silently: one Transfer of the whole,
/// though the receiver is credited less and the collector more.
contract FeeToken {
    string public constant name = "Fee Token";
    string public constant symbol = "FEE";
    uint8 public constant decimals = 18;
    uint256 public immutable feeBasisPoints;
    address public immutable collector;
    bool public immutable silent;
    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    constructor(uint256 supply, uint256 basisPoints, address feesTo, bool isSilent) {
        feeBasisPoints = basisPoints;
        collector = feesTo;
        silent = isSilent;
        totalSupply = supply;
        balanceOf[msg.sender] = supply;
        emit Transfer(address(0), msg.sender, supply);
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        emit Approval(msg.sender, spender, value);
        return true;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external returns (bool) {
        allowance[from][msg.sender] -= value;
        move(from, to, value);
        return true;
    }

    function move(address from, address to, uint256 value) private {
        uint256 fee = (value * feeBasisPoints) / 10000;
        balanceOf[from] -= value;
        balanceOf[to] += value - fee;
        balanceOf[collector] += fee;
        if (silent) {
            emit Transfer(from, to, value);
        } else {
            emit Transfer(from, to, value - fee);
            emit Transfer(from, collector, fee);
        }
    }
}

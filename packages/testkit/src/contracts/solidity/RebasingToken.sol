// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/// Balances are shares of a pot, as stETH's are: when the pot changes, every balance does, without a Transfer.
contract RebasingToken {
    string public constant name = "Rebasing Token";
    string public constant symbol = "REB";
    uint8 public constant decimals = 18;
    address public immutable owner;
    uint256 public totalSupply;
    uint256 public totalShares;
    mapping(address => uint256) public sharesOf;

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Rebased(uint256 before, uint256 afterwards);

    constructor(uint256 supply) {
        owner = msg.sender;
        totalSupply = supply;
        totalShares = supply;
        sharesOf[msg.sender] = supply;
        emit Transfer(address(0), msg.sender, supply);
    }

    function balanceOf(address account) public view returns (uint256) {
        return (sharesOf[account] * totalSupply) / totalShares;
    }

    function rebase(uint256 newSupply) external {
        require(msg.sender == owner);
        emit Rebased(totalSupply, newSupply);
        totalSupply = newSupply;
    }

    function transfer(address to, uint256 value) external returns (bool) {
        uint256 shares = (value * totalShares) / totalSupply;
        sharesOf[msg.sender] -= shares;
        sharesOf[to] += shares;
        emit Transfer(msg.sender, to, value);
        return true;
    }
}

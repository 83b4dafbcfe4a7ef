// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/// A Tornado pool as seen from outside: one denomination of ether or of a token, the same logs, a relayer that may take
/// a fee from what is paid out. It asks for no proof: whoever names an unused note is paid.
contract FixedPool {
    uint256 public immutable denomination;
    address public immutable token;
    uint32 private nextIndex;
    mapping(bytes32 => bool) public isSpent;

    event Deposit(bytes32 indexed commitment, uint32 leafIndex, uint256 timestamp);
    event Withdrawal(address to, bytes32 nullifierHash, address indexed relayer, uint256 fee);

    /// The zero address stands for ether.
    constructor(uint256 amount, address erc20) {
        denomination = amount;
        token = erc20;
    }

    function deposit(bytes32 commitment) external payable {
        require(msg.value == (token == address(0) ? denomination : 0), "Please send `mixDenomination` ETH along with transaction");
        if (token != address(0)) {
            run(abi.encodeWithSignature("transferFrom(address,address,uint256)", msg.sender, address(this), denomination));
        }
        emit Deposit(commitment, nextIndex++, block.timestamp);
    }

    function withdraw(bytes32 nullifierHash, address payable recipient, address payable relayer, uint256 fee) external {
        require(!isSpent[nullifierHash], "The note has been already spent");
        isSpent[nullifierHash] = true;
        send(recipient, denomination - fee);
        if (fee > 0) send(relayer, fee);
        emit Withdrawal(recipient, nullifierHash, relayer, fee);
    }

    function send(address payable to, uint256 value) private {
        if (token != address(0)) return run(abi.encodeWithSignature("transfer(address,uint256)", to, value));
        (bool ok, ) = to.call{value: value}("");
        require(ok);
    }

    function run(bytes memory data) private {
        (bool ok, bytes memory answer) = token.call(data);
        require(ok && (answer.length == 0 || abi.decode(answer, (bool))));
    }
}

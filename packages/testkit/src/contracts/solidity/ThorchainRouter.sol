// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

/// THORChain's router V4.1 as seen from outside: a minimal emitter of its logs with its custody, written from its published
/// interface. Native coins go on to the vault, tokens stay here and are owed to the vault.
contract ThorchainRouter {
    mapping(address => mapping(address => uint256)) public vaultAllowance;

    event Deposit(address indexed to, address indexed asset, uint256 amount, string memo);
    event TransferOut(address indexed vault, address indexed to, address asset, uint256 amount, string memo);

    function depositWithExpiry(address payable vault, address asset, uint256 amount, string calldata memo, uint256 expiration) external payable {
        require(block.timestamp < expiration, "THORChain_Router: expired");
        if (asset == address(0)) {
            amount = msg.value;
            require(vault.send(amount));
        } else {
            require(msg.value == 0, "THORChain_Router: unexpected eth");
            uint256 before = balanceOf(asset);
            run(asset, abi.encodeWithSignature("transferFrom(address,address,uint256)", msg.sender, address(this), amount));
            amount = balanceOf(asset) - before;
            vaultAllowance[vault][asset] += amount;
        }
        emit Deposit(vault, asset, amount, memo);
    }

    /// The caller is the vault. A native payment that is not taken goes back to it, and is logged all the same.
    function transferOut(address payable to, address asset, uint256 amount, string calldata memo) external payable {
        if (asset == address(0)) {
            amount = msg.value;
            if (!to.send(amount)) payable(msg.sender).transfer(amount);
        } else {
            vaultAllowance[msg.sender][asset] -= amount;
            run(asset, abi.encodeWithSignature("transfer(address,uint256)", to, amount));
        }
        emit TransferOut(msg.sender, to, asset, amount, memo);
    }

    function balanceOf(address asset) private returns (uint256) {
        return abi.decode(run(asset, abi.encodeWithSignature("balanceOf(address)", address(this))), (uint256));
    }

    function run(address asset, bytes memory data) private returns (bytes memory result) {
        bool ok;
        (ok, result) = asset.call(data);
        require(ok);
    }
}

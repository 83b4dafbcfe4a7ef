// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

interface SwapRouter {
    function swapExactTokensForETH(uint256 amountIn, uint256 amountOutMin, address[] calldata path, address to, uint256 deadline) external returns (uint256[] memory);
}

interface SwapToken {
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function approve(address spender, uint256 amount) external returns (bool);
}

interface DepositRouter {
    function depositWithExpiry(address payable vault, address asset, uint256 amount, string calldata memo, uint256 expiration) external payable;
}

/// A wrapper that sells a token on Uniswap V2 and deposits what it got, all in one call: with the interface of THORChain's
/// aggregators (`swapIn`), and no log of its own.
contract SwapIn {
    address private immutable weth;
    SwapRouter private immutable swapRouter;

    constructor(address wrapped, SwapRouter router) {
        weth = wrapped;
        swapRouter = router;
    }

    receive() external payable {}

    function swapIn(address tcRouter, address payable tcVault, string calldata tcMemo, address token, uint256 amount, uint256 amountOutMin, uint256 deadline) external {
        require(SwapToken(token).transferFrom(msg.sender, address(this), amount));
        SwapToken(token).approve(address(swapRouter), amount);
        address[] memory path = new address[](2);
        path[0] = token;
        path[1] = weth;
        swapRouter.swapExactTokensForETH(amount, amountOutMin, path, address(this), deadline);
        uint256 got = address(this).balance;
        DepositRouter(tcRouter).depositWithExpiry{value: got}(tcVault, address(0), got, tcMemo, deadline);
    }
}

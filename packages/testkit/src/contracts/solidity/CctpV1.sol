// SPDX-License-Identifier: MIT
pragma solidity ^0.8.0;

interface CctpToken {
    function transferFrom(address from, address to, uint256 amount) external returns (bool);
    function mint(address to, uint256 amount) external;
    function burn(uint256 amount) external;
}

/// Circle's CCTP V1 as seen from outside: minimal emitters of its logs and of its messages' layout, written from its
/// published interface. What is attested is not checked: any signature will do, but a nonce only once.
contract CctpMinter {
    function mint(CctpToken token, address to, uint256 amount) external {
        token.mint(to, amount);
    }

    function burn(CctpToken token, uint256 amount) external {
        token.burn(amount);
    }
}

contract CctpTransmitter {
    uint32 private immutable localDomain;
    uint64 private immutable firstNonce;
    uint64 private sent;
    mapping(bytes32 => bool) public usedNonces;

    event MessageSent(bytes message);
    event MessageReceived(address indexed caller, uint32 sourceDomain, uint64 indexed nonce, bytes32 sender, bytes messageBody);

    constructor(uint32 domain, uint64 nonce) {
        localDomain = domain;
        firstNonce = nonce;
    }

    function sendMessage(uint32 destinationDomain, bytes32 recipient, bytes calldata body) external returns (uint64 nonce) {
        nonce = firstNonce + sent++;
        emit MessageSent(abi.encodePacked(uint32(0), localDomain, destinationDomain, nonce, bytes32(uint256(uint160(msg.sender))), recipient, bytes32(0), body));
    }

    /// Header: version 4, source domain 4, destination domain 4, nonce 8, sender 32, recipient 32, caller 32; then the body.
    function receiveMessage(bytes calldata message, bytes calldata) external returns (bool) {
        uint32 source = uint32(bytes4(message[4:8]));
        require(uint32(bytes4(message[8:12])) == localDomain, "Invalid destination domain");
        uint64 nonce = uint64(bytes8(message[12:20]));
        bytes32 used = keccak256(abi.encodePacked(source, nonce));
        require(!usedNonces[used], "Nonce already used");
        usedNonces[used] = true;
        address recipient = address(uint160(uint256(bytes32(message[52:84]))));
        require(CctpMessenger(recipient).handleReceiveMessage(source, bytes32(message[20:52]), message[116:]), "handleReceiveMessage() failed");
        emit MessageReceived(msg.sender, source, nonce, bytes32(message[20:52]), message[116:]);
        return true;
    }
}

contract CctpMessenger {
    CctpTransmitter private immutable transmitter;
    CctpMinter private immutable minter;
    CctpToken private immutable localToken;
    uint32 private immutable remoteDomain;
    bytes32 private immutable remoteMessenger;

    event DepositForBurn(uint64 indexed nonce, address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller);
    event MintAndWithdraw(address indexed mintRecipient, uint256 amount, address indexed mintToken);

    constructor(CctpTransmitter transmitter_, CctpMinter minter_, CctpToken token, uint32 domain, address remote) {
        transmitter = transmitter_;
        minter = minter_;
        localToken = token;
        remoteDomain = domain;
        remoteMessenger = bytes32(uint256(uint160(remote)));
    }

    function depositForBurn(uint256 amount, uint32 destinationDomain, bytes32 mintRecipient, address burnToken) external returns (uint64 nonce) {
        require(destinationDomain == remoteDomain, "No TokenMessenger for domain");
        CctpToken(burnToken).transferFrom(msg.sender, address(minter), amount);
        minter.burn(CctpToken(burnToken), amount);
        bytes32 depositor = bytes32(uint256(uint160(msg.sender)));
        bytes memory body = abi.encodePacked(uint32(0), bytes32(uint256(uint160(burnToken))), mintRecipient, amount, depositor);
        nonce = transmitter.sendMessage(destinationDomain, remoteMessenger, body);
        emit DepositForBurn(nonce, burnToken, amount, msg.sender, mintRecipient, destinationDomain, remoteMessenger, bytes32(0));
    }

    /// Body: version 4, burnt token 32, recipient 32, amount 32, sender 32.
    function handleReceiveMessage(uint32 source, bytes32 sender, bytes calldata body) external returns (bool) {
        require(msg.sender == address(transmitter), "Invalid message transmitter");
        require(source == remoteDomain && sender == remoteMessenger, "Remote TokenMessenger unsupported");
        address to = address(uint160(uint256(bytes32(body[36:68]))));
        uint256 amount = uint256(bytes32(body[68:100]));
        minter.mint(localToken, to, amount);
        emit MintAndWithdraw(to, amount, address(localToken));
        return true;
    }
}

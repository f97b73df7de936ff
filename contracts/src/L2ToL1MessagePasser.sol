// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title Where messages and money leave the rollup for its parent chain
/// @notice A reference of the OP Stack's predeploy at 0x4200000000000000000000000000000000000016, for chains that have
/// none: https://specs.optimism.io/protocol/withdrawals.html. A real OP Stack chain brings its own.
/// @dev Invariants:
/// - `sentMessages[hash]` is true if and only if a `MessagePassed` with that hash was emitted. Nonces rise by one.
/// - What is sent along never comes back from here; the parent chain pays it out after proof and waiting time. The
///   predeploy's `burn`, which takes it out of the supply, is left out.
contract L2ToL1MessagePasser {
    /// @notice In the two highest bytes of every nonce.
    uint16 public constant MESSAGE_VERSION = 1;
    uint256 internal constant RECEIVE_DEFAULT_GAS_LIMIT = 100_000;

    mapping(bytes32 withdrawalHash => bool) public sentMessages;
    uint240 internal sentCount;

    event MessagePassed(
        uint256 indexed nonce,
        address indexed sender,
        address indexed target,
        uint256 value,
        uint256 gasLimit,
        bytes data,
        bytes32 withdrawalHash
    );

    receive() external payable {
        initiateWithdrawal(msg.sender, RECEIVE_DEFAULT_GAS_LIMIT, "");
    }

    /// @notice Sends the value and `data` to `target` on the parent chain.
    function initiateWithdrawal(address target, uint256 gasLimit, bytes memory data) public payable {
        uint256 nonce = messageNonce();
        bytes32 withdrawalHash = keccak256(abi.encode(nonce, msg.sender, target, msg.value, gasLimit, data));
        sentMessages[withdrawalHash] = true;
        sentCount++;
        emit MessagePassed(nonce, msg.sender, target, msg.value, gasLimit, data, withdrawalHash);
    }

    /// @notice The nonce of the next message: the version, then a counter from 0.
    function messageNonce() public view returns (uint256) {
        return uint256(MESSAGE_VERSION) << 240 | sentCount;
    }
}

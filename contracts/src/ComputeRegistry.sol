// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title Which machine of which compute network trained or served what
/// @notice Everything recorded here is a statement of the node's operator. Networks are named, not authenticated.
/// @dev Invariants:
/// - Ids count from 1; 0 means "none". A node's operator, network and GPU never change.
/// - A job is recorded by the operator of its node. Whether its subject exists is not checked here, and neither is the
///   time: both can be held against what the subject's own events say.
/// - Holds no money.
contract ComputeRegistry {
    /// @notice Training: the subject is a runId of ModelRegistry.
    uint8 public constant KIND_TRAIN = 0;
    /// @notice Serving, for a period since the node's last such job: the subject is a modelId of ModelRegistry.
    uint8 public constant KIND_SERVE = 1;

    uint256 public nodeCount;
    uint256 public jobCount;
    /// @notice Zero for an unknown node.
    mapping(uint256 nodeId => address operator) public operatorOf;

    event ComputeNodeRegistered(uint256 indexed nodeId, address indexed operator, string network, string gpu);
    event ComputeJobRecorded(
        uint256 indexed jobId, uint256 indexed nodeId, uint8 kind, uint256 indexed subjectId, uint64 gpuSeconds
    );

    error UnknownNode(uint256 nodeId);
    error NotOperator(uint256 nodeId, address caller);
    error UnknownJobKind(uint8 kind);
    error MissingSubject(uint8 kind);

    /// @param network such as "io.net"
    /// @param gpu model and count, in the operator's words
    function registerNode(string calldata network, string calldata gpu) external returns (uint256 nodeId) {
        nodeId = ++nodeCount;
        operatorOf[nodeId] = msg.sender;
        emit ComputeNodeRegistered(nodeId, msg.sender, network, gpu);
    }

    /// @param gpuSeconds seconds times devices, rounded up
    function recordJob(uint256 nodeId, uint8 kind, uint256 subjectId, uint64 gpuSeconds)
        external
        returns (uint256 jobId)
    {
        address operator = operatorOf[nodeId];
        if (operator == address(0)) revert UnknownNode(nodeId);
        if (operator != msg.sender) revert NotOperator(nodeId, msg.sender);
        if (kind > KIND_SERVE) revert UnknownJobKind(kind);
        if (subjectId == 0) revert MissingSubject(kind);
        jobId = ++jobCount;
        emit ComputeJobRecorded(jobId, nodeId, kind, subjectId, gpuSeconds);
    }
}

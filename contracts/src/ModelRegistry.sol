// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title Models, what they were trained on, and what using them costs
/// @notice Everything recorded here is a statement of the model's owner; digests let anyone check it off chain.
/// @dev Invariants:
/// - Ids count from 1; 0 means "none". `baseModelId < modelId`, so a model's ancestry has no cycle.
/// - A model's owner and kind never change. Deprecation is final; a deprecated model accepts no further statement.
/// - Exactly one account sets a model's fee policy: its controller where one is named, else its owner. Only that account
///   can name another, so an owner who has handed prices to a timelock cannot take them back.
/// - A fee policy exists if and only if its `unattributedRecipient` is not zero; its three bps sum to 10,000.
/// - Holds no money.
contract ModelRegistry {
    struct Model {
        address owner;
        /// 0 base, 1 adapter, 2 merge.
        uint8 kind;
        bool deprecated;
        uint256 baseModelId;
    }

    /// @dev Rates are wei per 1,000 tokens. They are 128 bits wide so that a fee (64-bit token count times rate) cannot
    /// overflow 256 bits.
    struct FeePolicy {
        uint128 inputRateWei;
        uint128 outputRateWei;
        uint128 platformFeeWei;
        uint16 modelBps;
        uint16 stakerBps;
        uint16 contributorBps;
        address unattributedRecipient;
    }

    uint8 public constant KIND_BASE = 0;
    uint8 public constant KIND_MERGE = 2;
    uint16 public constant BPS = 10_000;

    uint256 public modelCount;
    uint256 public trainingRunCount;
    /// @notice Who sets a model's fee policy instead of its owner; zero: the owner does.
    mapping(uint256 modelId => address controller) public feePolicyController;

    mapping(uint256 modelId => Model) private models;
    mapping(uint256 modelId => FeePolicy) private feePolicies;

    event ModelRegistered(
        uint256 indexed modelId,
        address indexed owner,
        uint256 indexed baseModelId,
        uint8 kind,
        string name,
        string artifactURI,
        bytes32 artifactDigest,
        bytes32 cardDigest
    );
    event TrainingRunRecorded(
        uint256 indexed runId,
        uint256 indexed modelId,
        address indexed trainer,
        bytes32 configDigest,
        uint256[] datanetIds,
        uint64[] versions
    );
    event AttributionIndexCommitted(
        uint256 indexed modelId, string method, bytes32 indexRoot, uint64 rowCount, uint32 dimension, string indexURI
    );
    event FeePolicySet(
        uint256 indexed modelId,
        uint256 inputRateWei,
        uint256 outputRateWei,
        uint256 platformFeeWei,
        uint16 modelBps,
        uint16 stakerBps,
        uint16 contributorBps,
        address unattributedRecipient
    );
    event FeePolicyControllerSet(uint256 indexed modelId, address indexed controller);
    event ModelDeprecated(uint256 indexed modelId);

    error UnknownModel(uint256 modelId);
    error UnknownModelKind(uint8 kind);
    error BaseModelMismatch(uint8 kind, uint256 baseModelId);
    error NotModelOwner(uint256 modelId, address caller);
    error NotFeePolicyController(uint256 modelId, address caller);
    error ModelIsDeprecated(uint256 modelId);
    error LengthMismatch(uint256 datanetIds, uint256 versions);
    error BpsSumMismatch(uint256 sumBps);
    error MissingUnattributedRecipient(uint256 modelId);

    /// @notice Registers a model. A base model has no base; an adapter or a merge names an earlier model.
    function registerModel(
        uint256 baseModelId,
        uint8 kind,
        string calldata name,
        string calldata artifactURI,
        bytes32 artifactDigest,
        bytes32 cardDigest
    ) external returns (uint256 modelId) {
        if (kind > KIND_MERGE) revert UnknownModelKind(kind);
        if ((kind == KIND_BASE) != (baseModelId == 0)) revert BaseModelMismatch(kind, baseModelId);
        if (baseModelId > modelCount) revert UnknownModel(baseModelId);
        modelId = ++modelCount;
        models[modelId] = Model({owner: msg.sender, kind: kind, deprecated: false, baseModelId: baseModelId});
        emit ModelRegistered(modelId, msg.sender, baseModelId, kind, name, artifactURI, artifactDigest, cardDigest);
    }

    /// @notice States what a model was trained on: `versions[i]` of `datanetIds[i]`. Existence is not checked here.
    function recordTrainingRun(
        uint256 modelId,
        bytes32 configDigest,
        uint256[] calldata datanetIds,
        uint64[] calldata versions
    ) external returns (uint256 runId) {
        requireLiveOwned(modelId);
        if (datanetIds.length != versions.length) revert LengthMismatch(datanetIds.length, versions.length);
        runId = ++trainingRunCount;
        emit TrainingRunRecorded(runId, modelId, msg.sender, configDigest, datanetIds, versions);
    }

    /// @notice Commits an attribution index; the latest before a settlement is in force for it.
    function commitAttributionIndex(
        uint256 modelId,
        string calldata method,
        bytes32 indexRoot,
        uint64 rowCount,
        uint32 dimension,
        string calldata indexURI
    ) external {
        requireLiveOwned(modelId);
        emit AttributionIndexCommitted(modelId, method, indexRoot, rowCount, dimension, indexURI);
    }

    /// @notice Hands the fee policy to another account, such as a timelock; zero hands it back to the owner. Nothing else
    /// of the model moves: it still belongs to its owner, who is paid for it and makes every other statement.
    function setFeePolicyController(uint256 modelId, address controller) external {
        requireLivePriced(modelId);
        feePolicyController[modelId] = controller;
        emit FeePolicyControllerSet(modelId, controller);
    }

    /// @notice Sets the policy for settlements from now on.
    function setFeePolicy(uint256 modelId, FeePolicy calldata policy) external {
        requireLivePriced(modelId);
        uint256 sumBps = uint256(policy.modelBps) + policy.stakerBps + policy.contributorBps;
        if (sumBps != BPS) revert BpsSumMismatch(sumBps);
        if (policy.unattributedRecipient == address(0)) revert MissingUnattributedRecipient(modelId);
        feePolicies[modelId] = policy;
        emit FeePolicySet(
            modelId,
            policy.inputRateWei,
            policy.outputRateWei,
            policy.platformFeeWei,
            policy.modelBps,
            policy.stakerBps,
            policy.contributorBps,
            policy.unattributedRecipient
        );
    }

    /// @notice Retires a model for good: it takes no further settlements or statements.
    function deprecateModel(uint256 modelId) external {
        requireLiveOwned(modelId);
        models[modelId].deprecated = true;
        emit ModelDeprecated(modelId);
    }

    function model(uint256 modelId) external view returns (Model memory) {
        if (models[modelId].owner == address(0)) revert UnknownModel(modelId);
        return models[modelId];
    }

    function ownerOf(uint256 modelId) external view returns (address owner) {
        owner = models[modelId].owner;
        if (owner == address(0)) revert UnknownModel(modelId);
    }

    /// @notice The policy in force, all zeros when none was set.
    function feePolicy(uint256 modelId) external view returns (FeePolicy memory) {
        return feePolicies[modelId];
    }

    function requireLiveOwned(uint256 modelId) private view {
        Model storage entry = models[modelId];
        if (entry.owner == address(0)) revert UnknownModel(modelId);
        if (entry.owner != msg.sender) revert NotModelOwner(modelId, msg.sender);
        if (entry.deprecated) revert ModelIsDeprecated(modelId);
    }

    function requireLivePriced(uint256 modelId) private view {
        address controller = feePolicyController[modelId];
        if (controller == address(0)) return requireLiveOwned(modelId);
        if (controller != msg.sender) revert NotFeePolicyController(modelId, msg.sender);
        if (models[modelId].deprecated) revert ModelIsDeprecated(modelId);
    }
}

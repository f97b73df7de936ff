// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";

/// @title Datanets and what people contribute to them
/// @notice A datanet is a curated collection of training rows. Contributors submit content by digest, with an optional
/// stake; the datanet's owner reviews each contribution once and publishes versions.
/// @dev Invariants:
/// - Ids count from 1; 0 means "none".
/// - balance == sum of every contribution's `stakeWei` + sum of every account's claimable stake (plus what is forced in
///   by a self-destruct). A wei of stake is in exactly one of: its contribution, its contributor's claim, the treasury's.
/// - A contribution moves Submitted -> Accepted | Rejected once, and to Withdrawn at most once, from any of the three.
/// - `rowCount`, `byteCount`, URIs and licences are claims of the contributor; only the digest binds the content.
contract DatanetRegistry is ReentrancyGuard {
    enum ContributionState {
        None,
        Submitted,
        Accepted,
        Rejected,
        Withdrawn
    }

    struct Datanet {
        address owner;
        uint64 latestVersion;
        /// Contributions accepted and not withdrawn now.
        uint64 acceptedCount;
        bytes32 metadataDigest;
    }

    struct Contribution {
        uint256 datanetId;
        address contributor;
        ContributionState state;
        uint16 qualityBps;
        uint256 stakeWei;
        bytes32 contentDigest;
    }

    uint16 public constant BPS = 10_000;

    /// @notice Receives slashed stake, by `claimStake` like everyone else.
    address public immutable treasury;
    uint256 public datanetCount;
    uint256 public contributionCount;
    /// @notice Stake an account may take out with `claimStake`.
    mapping(address account => uint256 amountWei) public claimableStakeWei;

    mapping(uint256 datanetId => Datanet) private datanets;
    mapping(uint256 contributionId => Contribution) private contributions;

    event DatanetCreated(uint256 indexed datanetId, address indexed owner, string name, string metadataURI, bytes32 metadataDigest);
    event ContributionSubmitted(
        uint256 indexed contributionId,
        uint256 indexed datanetId,
        address indexed contributor,
        bytes32 contentDigest,
        string contentURI,
        string license,
        uint64 rowCount,
        uint64 byteCount
    );
    event ContributionReviewed(
        uint256 indexed contributionId, address indexed reviewer, bool accepted, uint16 qualityBps, string reasonURI
    );
    event ContributionWithdrawn(uint256 indexed contributionId, string reason);
    event DatanetVersionPublished(
        uint256 indexed datanetId, uint64 indexed version, bytes32 contributionsRoot, uint64 contributionCount
    );
    event ContributorPenalized(
        address indexed contributor, uint256 indexed contributionId, uint16 penaltyBps, uint256 slashedWei, string reason
    );

    error MissingTreasury();
    error UnknownDatanet(uint256 datanetId);
    error UnknownContribution(uint256 contributionId);
    error NotDatanetOwner(uint256 datanetId, address caller);
    error NotContributor(uint256 contributionId, address caller);
    error MissingContentDigest(uint256 datanetId);
    error AlreadyReviewed(uint256 contributionId);
    error AlreadyWithdrawn(uint256 contributionId);
    error BpsOutOfRange(uint16 bps);
    error ContributionCountMismatch(uint256 datanetId, uint64 acceptedCount, uint64 given);
    error EmptyRootMismatch(uint64 contributionCount, bytes32 contributionsRoot);
    error NothingToClaim(address account);

    constructor(address treasury_) {
        if (treasury_ == address(0)) revert MissingTreasury();
        treasury = treasury_;
    }

    function createDatanet(string calldata name, string calldata metadataURI, bytes32 metadataDigest)
        external
        returns (uint256 datanetId)
    {
        datanetId = ++datanetCount;
        datanets[datanetId] =
            Datanet({owner: msg.sender, latestVersion: 0, acceptedCount: 0, metadataDigest: metadataDigest});
        emit DatanetCreated(datanetId, msg.sender, name, metadataURI, metadataDigest);
    }

    /// @notice Submits rows; the value sent becomes the contribution's stake.
    /// @param contentDigest sha2-256 of the exact bytes; not zero, because versions commit to it. The same digest may be
    /// submitted again: whether a copy earns is decided when a model is trained, not here.
    function submitContribution(
        uint256 datanetId,
        bytes32 contentDigest,
        string calldata contentURI,
        string calldata license,
        uint64 rowCount,
        uint64 byteCount
    ) external payable returns (uint256 contributionId) {
        if (datanets[datanetId].owner == address(0)) revert UnknownDatanet(datanetId);
        if (contentDigest == bytes32(0)) revert MissingContentDigest(datanetId);
        contributionId = ++contributionCount;
        contributions[contributionId] = Contribution({
            datanetId: datanetId,
            contributor: msg.sender,
            state: ContributionState.Submitted,
            qualityBps: 0,
            stakeWei: msg.value,
            contentDigest: contentDigest
        });
        emit ContributionSubmitted(
            contributionId, datanetId, msg.sender, contentDigest, contentURI, license, rowCount, byteCount
        );
    }

    /// @notice The datanet's owner decides on a contribution, once.
    function reviewContribution(uint256 contributionId, bool accepted, uint16 qualityBps, string calldata reasonURI)
        external
    {
        Contribution storage entry = ownedContribution(contributionId);
        if (qualityBps > BPS) revert BpsOutOfRange(qualityBps);
        if (entry.state == ContributionState.Withdrawn) revert AlreadyWithdrawn(contributionId);
        if (entry.state != ContributionState.Submitted) revert AlreadyReviewed(contributionId);
        entry.state = accepted ? ContributionState.Accepted : ContributionState.Rejected;
        entry.qualityBps = qualityBps;
        if (accepted) datanets[entry.datanetId].acceptedCount++;
        emit ContributionReviewed(contributionId, msg.sender, accepted, qualityBps, reasonURI);
    }

    /// @notice The contributor withdraws: later versions exclude the rows, and what is left of the stake may be claimed.
    /// Versions already published keep naming it.
    function withdrawContribution(uint256 contributionId, string calldata reason) external {
        Contribution storage entry = knownContribution(contributionId);
        if (entry.contributor != msg.sender) revert NotContributor(contributionId, msg.sender);
        if (entry.state == ContributionState.Withdrawn) revert AlreadyWithdrawn(contributionId);
        if (entry.state == ContributionState.Accepted) datanets[entry.datanetId].acceptedCount--;
        entry.state = ContributionState.Withdrawn;
        uint256 remainingWei = entry.stakeWei;
        entry.stakeWei = 0;
        claimableStakeWei[msg.sender] += remainingWei;
        emit ContributionWithdrawn(contributionId, reason);
    }

    /// @notice Publishes a version: exactly the contributions accepted and not withdrawn at this point.
    /// @param contributionsRoot OpenZeppelin StandardMerkleTree over (uint256 contributionId, bytes32 contentDigest) in
    /// ascending id; zero if and only if there is none. The count is checked here, the root by whoever recomputes it.
    function publishVersion(uint256 datanetId, bytes32 contributionsRoot, uint64 contributionCount_)
        external
        returns (uint64 version)
    {
        Datanet storage entry = ownedDatanet(datanetId);
        if (contributionCount_ != entry.acceptedCount) {
            revert ContributionCountMismatch(datanetId, entry.acceptedCount, contributionCount_);
        }
        if ((contributionCount_ == 0) != (contributionsRoot == bytes32(0))) {
            revert EmptyRootMismatch(contributionCount_, contributionsRoot);
        }
        version = ++entry.latestVersion;
        emit DatanetVersionPublished(datanetId, version, contributionsRoot, contributionCount_);
    }

    /// @notice Slashes `penaltyBps` of what is left of the stake, rounded down, to the treasury. A contribution without
    /// stake may be penalised too: then 0 wei are slashed and the record is the penalty.
    function penalizeContributor(uint256 contributionId, uint16 penaltyBps, string calldata reason) external {
        Contribution storage entry = ownedContribution(contributionId);
        if (penaltyBps == 0 || penaltyBps > BPS) revert BpsOutOfRange(penaltyBps);
        if (entry.state == ContributionState.Withdrawn) revert AlreadyWithdrawn(contributionId);
        uint256 slashedWei = (entry.stakeWei * penaltyBps) / BPS;
        entry.stakeWei -= slashedWei;
        claimableStakeWei[treasury] += slashedWei;
        emit ContributorPenalized(entry.contributor, contributionId, penaltyBps, slashedWei, reason);
    }

    /// @notice Sends the caller everything it may claim. Zeroed before the transfer, so re-entering finds nothing.
    function claimStake() external nonReentrant returns (uint256 amountWei) {
        amountWei = claimableStakeWei[msg.sender];
        if (amountWei == 0) revert NothingToClaim(msg.sender);
        claimableStakeWei[msg.sender] = 0;
        Address.sendValue(payable(msg.sender), amountWei);
    }

    function datanet(uint256 datanetId) external view returns (Datanet memory) {
        if (datanets[datanetId].owner == address(0)) revert UnknownDatanet(datanetId);
        return datanets[datanetId];
    }

    function contribution(uint256 contributionId) external view returns (Contribution memory) {
        return knownContribution(contributionId);
    }

    function knownContribution(uint256 contributionId) private view returns (Contribution storage entry) {
        entry = contributions[contributionId];
        if (entry.state == ContributionState.None) revert UnknownContribution(contributionId);
    }

    function ownedContribution(uint256 contributionId) private view returns (Contribution storage entry) {
        entry = knownContribution(contributionId);
        ownedDatanet(entry.datanetId);
    }

    function ownedDatanet(uint256 datanetId) private view returns (Datanet storage entry) {
        entry = datanets[datanetId];
        if (entry.owner == address(0)) revert UnknownDatanet(datanetId);
        if (entry.owner != msg.sender) revert NotDatanetOwner(datanetId, msg.sender);
    }
}

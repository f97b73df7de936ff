// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {ModelRegistry} from "./ModelRegistry.sol";

/// @title Holds each inference's fee, credits those it is owed to, and records disputes
/// @notice Conserves money; does not judge a split. Whether a payout is right is recomputed off chain by anyone, and a
/// wrong one is challenged. The owner is the arbiter.
/// @dev Invariants:
/// - balance == sum of every inference's `escrowWei` + sum of every account's balance (plus what is forced in by a
///   self-destruct). Credits of an inference never exceed its escrow plus what callers add.
/// - Attribution is posted at most once and the payout made at most once per inference, each by the model's owner or
///   the gateway that settled. What a payout leaves stays that inference's escrow, and only an upheld challenge moves it.
/// - At most one challenge of an inference is open at a time. Challenging is free and anyone's, so an indexer must not
///   read a challenge as a finding.
contract AttributionSettlement is Ownable2Step, ReentrancyGuard {
    struct Inference {
        /// Who settled; zero if and only if the inference is unknown.
        address gateway;
        bool attributionPosted;
        bool paidOut;
        bool challengeOpen;
        uint256 modelId;
        /// Not yet credited to anyone.
        uint256 escrowWei;
    }

    /// @dev `contributionId` is not 0 if and only if `role` is ROLE_CONTRIBUTOR.
    struct PayoutItem {
        address recipient;
        uint8 role;
        uint256 contributionId;
        uint256 amountWei;
    }

    uint8 public constant ROLE_PLATFORM = 0;
    uint8 public constant ROLE_MODEL = 1;
    uint8 public constant ROLE_STAKER = 2;
    uint8 public constant ROLE_CONTRIBUTOR = 3;
    uint8 public constant ROLE_UNATTRIBUTED = 4;

    ModelRegistry public immutable models;
    /// @notice The only account that may bring fees in; zero until `setMarket`, then fixed.
    address public market;
    address public platformRecipient;
    address public stakerRecipient;
    /// @notice What an account may take out with `claim`.
    mapping(address recipient => uint256 amountWei) public balanceOf;

    mapping(uint256 inferenceId => Inference) private inferences;

    event ProtocolRecipientsSet(address indexed platformRecipient, address indexed stakerRecipient);
    event AttributionPosted(
        uint256 indexed inferenceId,
        string method,
        bytes32 queryDigest,
        bytes32 sharesRoot,
        uint256[] datanetIds,
        uint256[] datanetWeights
    );
    event Payout(
        uint256 indexed inferenceId,
        address indexed recipient,
        uint8 role,
        uint256 indexed contributionId,
        uint256 amountWei
    );
    event RewardClaimed(address indexed recipient, uint256 amountWei);
    event PayoutChallenged(uint256 indexed inferenceId, address indexed challenger, bytes32 evidenceDigest);
    event ChallengeResolved(uint256 indexed inferenceId, bool upheld, uint256 correctedWei);

    error MissingRecipient();
    error MissingMarket();
    error MarketAlreadySet(address market);
    error NotMarket(address caller);
    error AlreadyEscrowed(uint256 inferenceId);
    error UnknownInference(uint256 inferenceId);
    error NotOperator(uint256 inferenceId, address caller);
    error AttributionAlreadyPosted(uint256 inferenceId);
    error LengthMismatch(uint256 datanetIds, uint256 datanetWeights);
    error AlreadyPaidOut(uint256 inferenceId);
    error NoPayoutItems(uint256 inferenceId);
    error UnknownRole(uint8 role);
    error RoleContributionMismatch(uint8 role, uint256 contributionId);
    error PayoutExceedsEscrow(uint256 inferenceId, uint256 totalWei, uint256 availableWei);
    error ChallengeAlreadyOpen(uint256 inferenceId);
    error NoOpenChallenge(uint256 inferenceId);
    error RejectedChallengePaysNothing(uint256 inferenceId);
    error CorrectionsExceedRuling(uint256 inferenceId, uint256 totalWei, uint256 correctedWei);
    error NothingToClaim(address account);

    /// @param models_ decides who owns a model and may therefore post and pay.
    constructor(ModelRegistry models_, address platformRecipient_, address stakerRecipient_) Ownable(msg.sender) {
        models = models_;
        setProtocolRecipients(platformRecipient_, stakerRecipient_);
    }

    /// @notice Names the market, once.
    function setMarket(address market_) external onlyOwner {
        if (market_ == address(0)) revert MissingMarket();
        if (market != address(0)) revert MarketAlreadySet(market);
        market = market_;
    }

    /// @notice States who the platform's and the stakers' parts are owed to; payers of payouts read it, nothing enforces it.
    function setRecipients(address platformRecipient_, address stakerRecipient_) external onlyOwner {
        setProtocolRecipients(platformRecipient_, stakerRecipient_);
    }

    /// @notice Takes in the fee of a new inference.
    function escrow(uint256 inferenceId, uint256 modelId, address gateway) external payable {
        if (msg.sender != market) revert NotMarket(msg.sender);
        if (inferences[inferenceId].gateway != address(0)) revert AlreadyEscrowed(inferenceId);
        Inference storage entry = inferences[inferenceId];
        entry.gateway = gateway;
        entry.modelId = modelId;
        entry.escrowWei = msg.value;
    }

    /// @notice Posts who shaped the answer, once. `sharesRoot` is the StandardMerkleTree over
    /// (uint256 contributionId, uint256 weight) in ascending id, or zero when unattributed.
    function postAttribution(
        uint256 inferenceId,
        string calldata method,
        bytes32 queryDigest,
        bytes32 sharesRoot,
        uint256[] calldata datanetIds,
        uint256[] calldata datanetWeights
    ) external {
        Inference storage entry = operatedInference(inferenceId);
        if (entry.attributionPosted) revert AttributionAlreadyPosted(inferenceId);
        if (datanetIds.length != datanetWeights.length) {
            revert LengthMismatch(datanetIds.length, datanetWeights.length);
        }
        entry.attributionPosted = true;
        emit AttributionPosted(inferenceId, method, queryDigest, sharesRoot, datanetIds, datanetWeights);
    }

    /// @notice Credits the recipients, once, from the escrow plus the value sent. What is left stays escrow.
    function payOut(uint256 inferenceId, PayoutItem[] calldata items) external payable {
        Inference storage entry = operatedInference(inferenceId);
        if (entry.paidOut) revert AlreadyPaidOut(inferenceId);
        if (items.length == 0) revert NoPayoutItems(inferenceId);
        entry.paidOut = true;
        credit(inferenceId, entry, items);
    }

    /// @notice Sends the caller everything it is owed. Zeroed before the transfer, so re-entering finds nothing.
    function claim() external nonReentrant returns (uint256 amountWei) {
        amountWei = balanceOf[msg.sender];
        if (amountWei == 0) revert NothingToClaim(msg.sender);
        balanceOf[msg.sender] = 0;
        emit RewardClaimed(msg.sender, amountWei);
        Address.sendValue(payable(msg.sender), amountWei);
    }

    /// @notice Disputes a payout, or its absence. `evidenceDigest` names a reconciliation anyone can recompute.
    function challenge(uint256 inferenceId, bytes32 evidenceDigest) external {
        Inference storage entry = knownInference(inferenceId);
        if (entry.challengeOpen) revert ChallengeAlreadyOpen(inferenceId);
        entry.challengeOpen = true;
        emit PayoutChallenged(inferenceId, msg.sender, evidenceDigest);
    }

    /// @notice The arbiter decides. `correctedWei` is the amount the ruling puts right; `corrections`, which may be
    /// empty, are the part of it credited here from what is left of the escrow plus the value sent.
    function resolveChallenge(
        uint256 inferenceId,
        bool upheld,
        uint256 correctedWei,
        PayoutItem[] calldata corrections
    ) external payable onlyOwner {
        Inference storage entry = knownInference(inferenceId);
        if (!entry.challengeOpen) revert NoOpenChallenge(inferenceId);
        if (!upheld && (correctedWei != 0 || corrections.length != 0 || msg.value != 0)) {
            revert RejectedChallengePaysNothing(inferenceId);
        }
        entry.challengeOpen = false;
        emit ChallengeResolved(inferenceId, upheld, correctedWei);
        uint256 totalWei = credit(inferenceId, entry, corrections);
        if (totalWei > correctedWei) revert CorrectionsExceedRuling(inferenceId, totalWei, correctedWei);
    }

    function inference(uint256 inferenceId) external view returns (Inference memory) {
        return knownInference(inferenceId);
    }

    /// @dev Moves wei from the inference's escrow plus `msg.value` to balances: what goes out of one comes into the other.
    function credit(uint256 inferenceId, Inference storage entry, PayoutItem[] calldata items)
        private
        returns (uint256 totalWei)
    {
        for (uint256 i = 0; i < items.length; i++) {
            PayoutItem calldata item = items[i];
            if (item.recipient == address(0)) revert MissingRecipient();
            if (item.role > ROLE_UNATTRIBUTED) revert UnknownRole(item.role);
            if ((item.role == ROLE_CONTRIBUTOR) != (item.contributionId != 0)) {
                revert RoleContributionMismatch(item.role, item.contributionId);
            }
            totalWei += item.amountWei;
            balanceOf[item.recipient] += item.amountWei;
            emit Payout(inferenceId, item.recipient, item.role, item.contributionId, item.amountWei);
        }
        uint256 availableWei = entry.escrowWei + msg.value;
        if (totalWei > availableWei) revert PayoutExceedsEscrow(inferenceId, totalWei, availableWei);
        entry.escrowWei = availableWei - totalWei;
    }

    function setProtocolRecipients(address platformRecipient_, address stakerRecipient_) private {
        if (platformRecipient_ == address(0) || stakerRecipient_ == address(0)) revert MissingRecipient();
        platformRecipient = platformRecipient_;
        stakerRecipient = stakerRecipient_;
        emit ProtocolRecipientsSet(platformRecipient_, stakerRecipient_);
    }

    function knownInference(uint256 inferenceId) private view returns (Inference storage entry) {
        entry = inferences[inferenceId];
        if (entry.gateway == address(0)) revert UnknownInference(inferenceId);
    }

    function operatedInference(uint256 inferenceId) private view returns (Inference storage entry) {
        entry = knownInference(inferenceId);
        if (msg.sender != entry.gateway && msg.sender != models.ownerOf(entry.modelId)) {
            revert NotOperator(inferenceId, msg.sender);
        }
    }
}

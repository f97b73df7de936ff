// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {AttributionSettlement} from "./AttributionSettlement.sol";
import {ModelRegistry} from "./ModelRegistry.sol";

/// @title Where inferences are paid for
/// @notice Payers deposit OPEN and let a gateway settle up to a limit; each settlement's fee goes to the settlement
/// contract as that inference's escrow.
/// @dev Invariants:
/// - balance == sum of every payer's deposit (plus what is forced in by a self-destruct).
/// - A gateway never spends more of a payer's deposit than the payer's latest limit for it.
/// - Token counts are the gateway's claim: the limit is the payer's protection, the transcript the evidence.
/// - Who settles is the payer's choice alone, itself included, and may then also post and pay out: a payer can pay its
///   own fee back to itself. Nothing here prevents that; a reconciliation shows it.
contract InferenceMarket is ReentrancyGuard {
    uint256 public constant TOKENS_PER_RATE = 1_000;

    ModelRegistry public immutable models;
    AttributionSettlement public immutable settlement;
    uint256 public inferenceCount;
    /// @notice What a payer has deposited and neither spent nor withdrawn.
    mapping(address payer => uint256 amountWei) public depositOf;
    /// @notice What a gateway may still spend of a payer's deposit.
    mapping(address payer => mapping(address gateway => uint256 limitWei)) public gatewayLimitWei;

    event InferenceSettled(
        uint256 indexed inferenceId,
        uint256 indexed modelId,
        address indexed payer,
        uint64 inputTokens,
        uint64 outputTokens,
        uint256 feeWei,
        bytes32 transcriptDigest,
        string transcriptURI
    );

    error DepositTooSmall(address payer, uint256 depositWei, uint256 neededWei);
    error GatewayLimitExceeded(address payer, address gateway, uint256 limitWei, uint256 neededWei);
    error ModelIsDeprecated(uint256 modelId);
    error NoFeePolicy(uint256 modelId);

    constructor(ModelRegistry models_, AttributionSettlement settlement_) {
        models = models_;
        settlement = settlement_;
    }

    function deposit() external payable {
        depositOf[msg.sender] += msg.value;
    }

    function withdraw(uint256 amountWei) external nonReentrant {
        takeDeposit(msg.sender, amountWei);
        Address.sendValue(payable(msg.sender), amountWei);
    }

    /// @notice Replaces the gateway's limit; 0 revokes it.
    function approveGateway(address gateway, uint256 limitWei) external {
        gatewayLimitWei[msg.sender][gateway] = limitWei;
    }

    /// @notice Charges `payer` for an inference. Called by a gateway within its limit, or by the payer itself.
    function settle(
        address payer,
        uint256 modelId,
        uint64 inputTokens,
        uint64 outputTokens,
        bytes32 transcriptDigest,
        string calldata transcriptURI
    ) external nonReentrant returns (uint256 inferenceId) {
        uint256 feeWei = quote(modelId, inputTokens, outputTokens);
        if (msg.sender != payer) {
            uint256 limitWei = gatewayLimitWei[payer][msg.sender];
            if (feeWei > limitWei) revert GatewayLimitExceeded(payer, msg.sender, limitWei, feeWei);
            gatewayLimitWei[payer][msg.sender] = limitWei - feeWei;
        }
        takeDeposit(payer, feeWei);
        inferenceId = ++inferenceCount;
        emit InferenceSettled(
            inferenceId, modelId, payer, inputTokens, outputTokens, feeWei, transcriptDigest, transcriptURI
        );
        settlement.escrow{value: feeWei}(inferenceId, modelId, msg.sender);
    }

    /// @notice floor(input * rate / 1000) + floor(output * rate / 1000) + platform fee, under the policy in force.
    function quote(uint256 modelId, uint64 inputTokens, uint64 outputTokens) public view returns (uint256 feeWei) {
        ModelRegistry.FeePolicy memory policy = models.feePolicy(modelId);
        if (policy.unattributedRecipient == address(0)) revert NoFeePolicy(modelId);
        if (models.model(modelId).deprecated) revert ModelIsDeprecated(modelId);
        feeWei = (uint256(inputTokens) * policy.inputRateWei) / TOKENS_PER_RATE
            + (uint256(outputTokens) * policy.outputRateWei) / TOKENS_PER_RATE + policy.platformFeeWei;
    }

    function takeDeposit(address payer, uint256 amountWei) private {
        uint256 depositWei = depositOf[payer];
        if (amountWei > depositWei) revert DepositTooSmall(payer, depositWei, amountWei);
        depositOf[payer] = depositWei - amountWei;
    }
}

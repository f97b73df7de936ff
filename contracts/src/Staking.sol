// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title Staking of one ERC-20, such as gOPEN, for yearly interest
/// @notice The events are, name by name and index by index, those of the staking contract that OpenLedger published;
/// the code is not. A stake waits out its duration, is asked back, cools down, and is paid with its interest.
/// @dev Invariants:
/// - balance of the token == sum of every stake's principal, plus the reserve that interest is paid from. The reserve is
///   whatever else was transferred in; when it runs out, interest is paid in part and principal always in full.
/// - Stake ids count from 0, as the published contract's do: 0 is a stake, not "none".
/// - `Unstaked` names no amount; the token's `Transfer` in the same transaction does.
contract Staking is Ownable2Step {
    using SafeERC20 for IERC20;

    struct Config {
        /// Simple interest a year, in parts of 10,000.
        uint16 interestBps;
        /// Seconds before a stake can be asked back, and for which at most it earns; zero: at any time, for all of it.
        uint64 stakeDuration;
        /// Seconds between asking back and getting; zero: none.
        uint64 cooldownDuration;
        bool isActive;
        bool isTopupEnabled;
        /// For one stake.
        uint256 minStake;
        uint256 maxStake;
    }

    struct Stake {
        /// Zero for an unknown stake, and for one that was paid back.
        address recipient;
        uint64 startTime;
        /// When it was asked back; zero: not yet.
        uint64 requestedAt;
        uint256 configId;
        uint256 principal;
        uint256 interest;
    }

    uint256 internal constant BPS = 10_000;

    IERC20 public immutable token;
    uint256 public nextStakeId;
    uint256 public totalPrincipal;

    mapping(uint256 configId => Config) private configs;
    mapping(uint256 configId => bool) private isKnown;
    mapping(uint256 stakingId => Stake) private stakes;

    event Staked(uint256 indexed stakingId, address indexed recipient, uint256 indexed amount);
    event ToppedUp(uint256 indexed stakingId, address indexed recipient, uint256 amount);
    event RequestUnstake(uint256 indexed stakingId, address indexed recipient);
    event Unstaked(uint256 indexed stakingId, address indexed recipient);
    event ConfigCreated(uint256 indexed configId);
    event ConfigSet(uint256 indexed configId);

    error InactiveConfig(uint256 configId);
    error MissingRecipient();
    error AmountOutOfRange(uint256 amount, uint256 minStake, uint256 maxStake);
    error NotRecipient(uint256 stakingId, address caller);
    error TopupDisabled(uint256 configId);
    error StakeNotEnded(uint256 stakingId, uint256 endTime);
    error AlreadyRequested(uint256 stakingId);
    error NotRequested(uint256 stakingId);
    error CooldownNotPassed(uint256 stakingId, uint256 readyTime);

    constructor(IERC20 token_, address owner_) Ownable(owner_) {
        token = token_;
    }

    /// @notice Creates the terms `configId`, or changes them for every stake under them that is still running.
    function setConfig(uint256 configId, Config calldata config_) external onlyOwner {
        configs[configId] = config_;
        if (isKnown[configId]) {
            emit ConfigSet(configId);
        } else {
            isKnown[configId] = true;
            emit ConfigCreated(configId);
        }
    }

    /// @notice Stakes the caller's tokens for `onBehalfOf`.
    function stake(uint256 configId, address onBehalfOf, uint256 amount) external returns (uint256 stakingId) {
        Config memory config_ = configs[configId];
        if (!config_.isActive) revert InactiveConfig(configId);
        if (onBehalfOf == address(0)) revert MissingRecipient();
        requireInRange(config_, amount);
        stakingId = nextStakeId++;
        stakes[stakingId] = Stake({
            recipient: onBehalfOf,
            startTime: uint64(block.timestamp),
            requestedAt: 0,
            configId: configId,
            principal: amount,
            interest: 0
        });
        totalPrincipal += amount;
        emit Staked(stakingId, onBehalfOf, amount);
        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @notice Adds to a stake. What it has earned is kept; its duration starts again.
    function topUpStake(uint256 stakingId, uint256 amount) external {
        Stake storage entry = runningStake(stakingId);
        Config memory config_ = configs[entry.configId];
        if (!config_.isActive) revert InactiveConfig(entry.configId);
        if (!config_.isTopupEnabled) revert TopupDisabled(entry.configId);
        if (amount == 0) revert AmountOutOfRange(0, 1, config_.maxStake);
        requireInRange(config_, entry.principal + amount);
        entry.interest += earned(entry, config_);
        entry.startTime = uint64(block.timestamp);
        entry.principal += amount;
        totalPrincipal += amount;
        emit ToppedUp(stakingId, entry.recipient, amount);
        token.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @notice Asks a stake back. It earns no more; without a cooldown it is paid at once, and only `Unstaked` is emitted.
    function requestUnstake(uint256 stakingId) external {
        Stake storage entry = runningStake(stakingId);
        Config memory config_ = configs[entry.configId];
        uint256 endTime = uint256(entry.startTime) + config_.stakeDuration;
        if (block.timestamp < endTime) revert StakeNotEnded(stakingId, endTime);
        entry.interest += earned(entry, config_);
        entry.requestedAt = uint64(block.timestamp);
        if (config_.cooldownDuration == 0) {
            payBack(stakingId);
        } else {
            emit RequestUnstake(stakingId, entry.recipient);
        }
    }

    /// @notice Pays a stake that was asked back and has cooled down, to its recipient. Anyone may call it.
    function unstake(uint256 stakingId) external {
        Stake memory entry = stakes[stakingId];
        if (entry.requestedAt == 0) revert NotRequested(stakingId);
        uint256 readyTime = uint256(entry.requestedAt) + configs[entry.configId].cooldownDuration;
        if (block.timestamp < readyTime) revert CooldownNotPassed(stakingId, readyTime);
        payBack(stakingId);
    }

    /// @notice All zeros for terms that were never set.
    function config(uint256 configId) external view returns (Config memory) {
        return configs[configId];
    }

    function stakeOf(uint256 stakingId) external view returns (Stake memory) {
        return stakes[stakingId];
    }

    function payBack(uint256 stakingId) private {
        Stake memory entry = stakes[stakingId];
        delete stakes[stakingId];
        uint256 reserve = token.balanceOf(address(this)) - totalPrincipal;
        uint256 interest = entry.interest < reserve ? entry.interest : reserve;
        totalPrincipal -= entry.principal;
        emit Unstaked(stakingId, entry.recipient);
        token.safeTransfer(entry.recipient, entry.principal + interest);
    }

    function runningStake(uint256 stakingId) private view returns (Stake storage entry) {
        entry = stakes[stakingId];
        if (entry.recipient != msg.sender) revert NotRecipient(stakingId, msg.sender);
        if (entry.requestedAt != 0) revert AlreadyRequested(stakingId);
    }

    function earned(Stake storage entry, Config memory config_) private view returns (uint256) {
        uint256 elapsed = block.timestamp - entry.startTime;
        if (config_.stakeDuration != 0 && elapsed > config_.stakeDuration) elapsed = config_.stakeDuration;
        return (entry.principal * config_.interestBps * elapsed) / (BPS * 365 days);
    }

    function requireInRange(Config memory config_, uint256 amount) private pure {
        if (amount == 0 || amount < config_.minStake || amount > config_.maxStake) {
            revert AmountOutOfRange(amount, config_.minStake, config_.maxStake);
        }
    }
}

// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

/// @title gOPEN: the native OPEN, wrapped one to one so that it can vote and be staked
/// @notice Events, name and clock are those of the contract that OpenLedger published.
/// @dev Invariants:
/// - totalSupply == OPEN taken in - OPEN given out. The balance may be larger by what is forced in by a self-destruct.
/// - Votes count only once delegated, to oneself too. Voting power is read at seconds, not at blocks.
contract GOpen is ERC20, ERC20Permit, ERC20Votes {
    event Deposit(address indexed sender, uint256 amt);
    event Withdrawal(address indexed sender, uint256 amt);

    constructor() ERC20("GOpen", "GOPEN") ERC20Permit("GOpen") {}

    receive() external payable {
        deposit();
    }

    /// @notice Wraps the value sent.
    function deposit() public payable {
        _mint(msg.sender, msg.value);
        emit Deposit(msg.sender, msg.value);
    }

    /// @notice Unwraps. Burned before the transfer, so re-entering finds less.
    function withdraw(uint256 amt) external {
        _burn(msg.sender, amt);
        emit Withdrawal(msg.sender, amt);
        Address.sendValue(payable(msg.sender), amt);
    }

    function clock() public view override returns (uint48) {
        return uint48(block.timestamp);
    }

    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}

// Generated from contracts/abi by `npm run codegen -w squid`. Do not edit.
import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    ConfigCreated: event("0x39ad3953ff6a9b643b040822ccccb53a0c37652671a6ec3c412742198fffe596", "ConfigCreated(uint256)", {"configId": indexed(p.uint256)}),
    ConfigSet: event("0x9c933b25f5dbb75d1692620ebb23b49abcc3af5dc6aa3af2cf0bd663053915e8", "ConfigSet(uint256)", {"configId": indexed(p.uint256)}),
    OwnershipTransferStarted: event("0x38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e22700", "OwnershipTransferStarted(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    RequestUnstake: event("0x31159605084327548f769cbdbd72e8abca5a043cd0a976d4fa97cfd932efd8ec", "RequestUnstake(uint256,address)", {"stakingId": indexed(p.uint256), "recipient": indexed(p.address)}),
    Staked: event("0x18dcd430020e4d4899772fd94a8b40451dc5044dfb70bc46b532eeae431c864f", "Staked(uint256,address,uint256)", {"stakingId": indexed(p.uint256), "recipient": indexed(p.address), "amount": indexed(p.uint256)}),
    ToppedUp: event("0xf19b343790b563def8e3295fefceb8287c0389331561e09afd814bca77f1850a", "ToppedUp(uint256,address,uint256)", {"stakingId": indexed(p.uint256), "recipient": indexed(p.address), "amount": p.uint256}),
    Unstaked: event("0x81b0ac4b13aab1ab3b86d524dd62924e99a9d694e94e235f627bb41589717ff7", "Unstaked(uint256,address)", {"stakingId": indexed(p.uint256), "recipient": indexed(p.address)}),
}

export const functions = {
    acceptOwnership: fun("0x79ba5097", "acceptOwnership()", {}, ),
    config: viewFun("0x84691767", "config(uint256)", {"configId": p.uint256}, p.struct({"interestBps": p.uint16, "stakeDuration": p.uint64, "cooldownDuration": p.uint64, "isActive": p.bool, "isTopupEnabled": p.bool, "minStake": p.uint256, "maxStake": p.uint256})),
    nextStakeId: viewFun("0x75506c96", "nextStakeId()", {}, p.uint256),
    owner: viewFun("0x8da5cb5b", "owner()", {}, p.address),
    pendingOwner: viewFun("0xe30c3978", "pendingOwner()", {}, p.address),
    renounceOwnership: fun("0x715018a6", "renounceOwnership()", {}, ),
    requestUnstake: fun("0x23095721", "requestUnstake(uint256)", {"stakingId": p.uint256}, ),
    setConfig: fun("0xd5d034b2", "setConfig(uint256,(uint16,uint64,uint64,bool,bool,uint256,uint256))", {"configId": p.uint256, "config_": p.struct({"interestBps": p.uint16, "stakeDuration": p.uint64, "cooldownDuration": p.uint64, "isActive": p.bool, "isTopupEnabled": p.bool, "minStake": p.uint256, "maxStake": p.uint256})}, ),
    stake: fun("0x6e9c931c", "stake(uint256,address,uint256)", {"configId": p.uint256, "onBehalfOf": p.address, "amount": p.uint256}, p.uint256),
    stakeOf: viewFun("0x24a66539", "stakeOf(uint256)", {"stakingId": p.uint256}, p.struct({"recipient": p.address, "startTime": p.uint64, "requestedAt": p.uint64, "configId": p.uint256, "principal": p.uint256, "interest": p.uint256})),
    token: viewFun("0xfc0c546a", "token()", {}, p.address),
    topUpStake: fun("0x08c3c4d5", "topUpStake(uint256,uint256)", {"stakingId": p.uint256, "amount": p.uint256}, ),
    totalPrincipal: viewFun("0x4b1533b2", "totalPrincipal()", {}, p.uint256),
    transferOwnership: fun("0xf2fde38b", "transferOwnership(address)", {"newOwner": p.address}, ),
    unstake: fun("0x2e17de78", "unstake(uint256)", {"stakingId": p.uint256}, ),
}

export class Contract extends ContractBase {

    config(configId: ConfigParams["configId"]) {
        return this.eth_call(functions.config, {configId})
    }

    nextStakeId() {
        return this.eth_call(functions.nextStakeId, {})
    }

    owner() {
        return this.eth_call(functions.owner, {})
    }

    pendingOwner() {
        return this.eth_call(functions.pendingOwner, {})
    }

    stakeOf(stakingId: StakeOfParams["stakingId"]) {
        return this.eth_call(functions.stakeOf, {stakingId})
    }

    token() {
        return this.eth_call(functions.token, {})
    }

    totalPrincipal() {
        return this.eth_call(functions.totalPrincipal, {})
    }
}

/// Event types
export type ConfigCreatedEventArgs = EParams<typeof events.ConfigCreated>
export type ConfigSetEventArgs = EParams<typeof events.ConfigSet>
export type OwnershipTransferStartedEventArgs = EParams<typeof events.OwnershipTransferStarted>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type RequestUnstakeEventArgs = EParams<typeof events.RequestUnstake>
export type StakedEventArgs = EParams<typeof events.Staked>
export type ToppedUpEventArgs = EParams<typeof events.ToppedUp>
export type UnstakedEventArgs = EParams<typeof events.Unstaked>

/// Function types
export type AcceptOwnershipParams = FunctionArguments<typeof functions.acceptOwnership>
export type AcceptOwnershipReturn = FunctionReturn<typeof functions.acceptOwnership>

export type ConfigParams = FunctionArguments<typeof functions.config>
export type ConfigReturn = FunctionReturn<typeof functions.config>

export type NextStakeIdParams = FunctionArguments<typeof functions.nextStakeId>
export type NextStakeIdReturn = FunctionReturn<typeof functions.nextStakeId>

export type OwnerParams = FunctionArguments<typeof functions.owner>
export type OwnerReturn = FunctionReturn<typeof functions.owner>

export type PendingOwnerParams = FunctionArguments<typeof functions.pendingOwner>
export type PendingOwnerReturn = FunctionReturn<typeof functions.pendingOwner>

export type RenounceOwnershipParams = FunctionArguments<typeof functions.renounceOwnership>
export type RenounceOwnershipReturn = FunctionReturn<typeof functions.renounceOwnership>

export type RequestUnstakeParams = FunctionArguments<typeof functions.requestUnstake>
export type RequestUnstakeReturn = FunctionReturn<typeof functions.requestUnstake>

export type SetConfigParams = FunctionArguments<typeof functions.setConfig>
export type SetConfigReturn = FunctionReturn<typeof functions.setConfig>

export type StakeParams = FunctionArguments<typeof functions.stake>
export type StakeReturn = FunctionReturn<typeof functions.stake>

export type StakeOfParams = FunctionArguments<typeof functions.stakeOf>
export type StakeOfReturn = FunctionReturn<typeof functions.stakeOf>

export type TokenParams = FunctionArguments<typeof functions.token>
export type TokenReturn = FunctionReturn<typeof functions.token>

export type TopUpStakeParams = FunctionArguments<typeof functions.topUpStake>
export type TopUpStakeReturn = FunctionReturn<typeof functions.topUpStake>

export type TotalPrincipalParams = FunctionArguments<typeof functions.totalPrincipal>
export type TotalPrincipalReturn = FunctionReturn<typeof functions.totalPrincipal>

export type TransferOwnershipParams = FunctionArguments<typeof functions.transferOwnership>
export type TransferOwnershipReturn = FunctionReturn<typeof functions.transferOwnership>

export type UnstakeParams = FunctionArguments<typeof functions.unstake>
export type UnstakeReturn = FunctionReturn<typeof functions.unstake>


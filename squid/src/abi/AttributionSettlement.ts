// Generated from contracts/abi by `npm run codegen -w squid`. Do not edit.
import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AttributionPosted: event("0x1425afce42fe00d7b8f75267413d486fbc49f549bcdc583f509c00f7fe4fc333", "AttributionPosted(uint256,string,bytes32,bytes32,uint256[],uint256[])", {"inferenceId": indexed(p.uint256), "method": p.string, "queryDigest": p.bytes32, "sharesRoot": p.bytes32, "datanetIds": p.array(p.uint256), "datanetWeights": p.array(p.uint256)}),
    ChallengeResolved: event("0x37b4c820a08cf4a6b36e86c12f351c8de017e389247b2c8c5151cde2f37f85ee", "ChallengeResolved(uint256,bool,uint256)", {"inferenceId": indexed(p.uint256), "upheld": p.bool, "correctedWei": p.uint256}),
    OwnershipTransferStarted: event("0x38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e22700", "OwnershipTransferStarted(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    Payout: event("0x0908dd73215bed7cdd13a8a64f308667e7909ca78cec29327a95b0e1878d4230", "Payout(uint256,address,uint8,uint256,uint256)", {"inferenceId": indexed(p.uint256), "recipient": indexed(p.address), "role": p.uint8, "contributionId": indexed(p.uint256), "amountWei": p.uint256}),
    PayoutChallenged: event("0xe11f4bfa2f645d3753b66ec1d724f1c7a4dc9f60b9c768a90120fb3eadbdfe82", "PayoutChallenged(uint256,address,bytes32)", {"inferenceId": indexed(p.uint256), "challenger": indexed(p.address), "evidenceDigest": p.bytes32}),
    ProtocolRecipientsSet: event("0xcad47bbd0ca5682c59cf37e4f096c96d29488d20adae05bd8e5efbf4aa3465d9", "ProtocolRecipientsSet(address,address)", {"platformRecipient": indexed(p.address), "stakerRecipient": indexed(p.address)}),
    RewardClaimed: event("0x106f923f993c2149d49b4255ff723acafa1f2d94393f561d3eda32ae348f7241", "RewardClaimed(address,uint256)", {"recipient": indexed(p.address), "amountWei": p.uint256}),
}

export const functions = {
    ROLE_CONTRIBUTOR: viewFun("0x694172f2", "ROLE_CONTRIBUTOR()", {}, p.uint8),
    ROLE_MODEL: viewFun("0x918f5e20", "ROLE_MODEL()", {}, p.uint8),
    ROLE_PLATFORM: viewFun("0xa9d254da", "ROLE_PLATFORM()", {}, p.uint8),
    ROLE_STAKER: viewFun("0x5cd35a33", "ROLE_STAKER()", {}, p.uint8),
    ROLE_UNATTRIBUTED: viewFun("0x36fbae56", "ROLE_UNATTRIBUTED()", {}, p.uint8),
    acceptOwnership: fun("0x79ba5097", "acceptOwnership()", {}, ),
    balanceOf: viewFun("0x70a08231", "balanceOf(address)", {"recipient": p.address}, p.uint256),
    challenge: fun("0x02b2f7c7", "challenge(uint256,bytes32)", {"inferenceId": p.uint256, "evidenceDigest": p.bytes32}, ),
    claim: fun("0x4e71d92d", "claim()", {}, p.uint256),
    escrow: fun("0x43c75dd3", "escrow(uint256,uint256,address)", {"inferenceId": p.uint256, "modelId": p.uint256, "gateway": p.address}, ),
    inference: viewFun("0xdd9b313e", "inference(uint256)", {"inferenceId": p.uint256}, p.struct({"gateway": p.address, "attributionPosted": p.bool, "paidOut": p.bool, "challengeOpen": p.bool, "modelId": p.uint256, "escrowWei": p.uint256})),
    market: viewFun("0x80f55605", "market()", {}, p.address),
    models: viewFun("0x9986df2c", "models()", {}, p.address),
    owner: viewFun("0x8da5cb5b", "owner()", {}, p.address),
    payOut: fun("0x8b353aa1", "payOut(uint256,(address,uint8,uint256,uint256)[])", {"inferenceId": p.uint256, "items": p.array(p.struct({"recipient": p.address, "role": p.uint8, "contributionId": p.uint256, "amountWei": p.uint256}))}, ),
    pendingOwner: viewFun("0xe30c3978", "pendingOwner()", {}, p.address),
    platformRecipient: viewFun("0x2af9febb", "platformRecipient()", {}, p.address),
    postAttribution: fun("0x224ad7e8", "postAttribution(uint256,string,bytes32,bytes32,uint256[],uint256[])", {"inferenceId": p.uint256, "method": p.string, "queryDigest": p.bytes32, "sharesRoot": p.bytes32, "datanetIds": p.array(p.uint256), "datanetWeights": p.array(p.uint256)}, ),
    renounceOwnership: fun("0x715018a6", "renounceOwnership()", {}, ),
    resolveChallenge: fun("0xd437abdf", "resolveChallenge(uint256,bool,uint256,(address,uint8,uint256,uint256)[])", {"inferenceId": p.uint256, "upheld": p.bool, "correctedWei": p.uint256, "corrections": p.array(p.struct({"recipient": p.address, "role": p.uint8, "contributionId": p.uint256, "amountWei": p.uint256}))}, ),
    setMarket: fun("0x6dcea85f", "setMarket(address)", {"market_": p.address}, ),
    setRecipients: fun("0x16de1335", "setRecipients(address,address)", {"platformRecipient_": p.address, "stakerRecipient_": p.address}, ),
    stakerRecipient: viewFun("0x7a75fe02", "stakerRecipient()", {}, p.address),
    transferOwnership: fun("0xf2fde38b", "transferOwnership(address)", {"newOwner": p.address}, ),
}

export class Contract extends ContractBase {

    ROLE_CONTRIBUTOR() {
        return this.eth_call(functions.ROLE_CONTRIBUTOR, {})
    }

    ROLE_MODEL() {
        return this.eth_call(functions.ROLE_MODEL, {})
    }

    ROLE_PLATFORM() {
        return this.eth_call(functions.ROLE_PLATFORM, {})
    }

    ROLE_STAKER() {
        return this.eth_call(functions.ROLE_STAKER, {})
    }

    ROLE_UNATTRIBUTED() {
        return this.eth_call(functions.ROLE_UNATTRIBUTED, {})
    }

    balanceOf(recipient: BalanceOfParams["recipient"]) {
        return this.eth_call(functions.balanceOf, {recipient})
    }

    inference(inferenceId: InferenceParams["inferenceId"]) {
        return this.eth_call(functions.inference, {inferenceId})
    }

    market() {
        return this.eth_call(functions.market, {})
    }

    models() {
        return this.eth_call(functions.models, {})
    }

    owner() {
        return this.eth_call(functions.owner, {})
    }

    pendingOwner() {
        return this.eth_call(functions.pendingOwner, {})
    }

    platformRecipient() {
        return this.eth_call(functions.platformRecipient, {})
    }

    stakerRecipient() {
        return this.eth_call(functions.stakerRecipient, {})
    }
}

/// Event types
export type AttributionPostedEventArgs = EParams<typeof events.AttributionPosted>
export type ChallengeResolvedEventArgs = EParams<typeof events.ChallengeResolved>
export type OwnershipTransferStartedEventArgs = EParams<typeof events.OwnershipTransferStarted>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PayoutEventArgs = EParams<typeof events.Payout>
export type PayoutChallengedEventArgs = EParams<typeof events.PayoutChallenged>
export type ProtocolRecipientsSetEventArgs = EParams<typeof events.ProtocolRecipientsSet>
export type RewardClaimedEventArgs = EParams<typeof events.RewardClaimed>

/// Function types
export type ROLE_CONTRIBUTORParams = FunctionArguments<typeof functions.ROLE_CONTRIBUTOR>
export type ROLE_CONTRIBUTORReturn = FunctionReturn<typeof functions.ROLE_CONTRIBUTOR>

export type ROLE_MODELParams = FunctionArguments<typeof functions.ROLE_MODEL>
export type ROLE_MODELReturn = FunctionReturn<typeof functions.ROLE_MODEL>

export type ROLE_PLATFORMParams = FunctionArguments<typeof functions.ROLE_PLATFORM>
export type ROLE_PLATFORMReturn = FunctionReturn<typeof functions.ROLE_PLATFORM>

export type ROLE_STAKERParams = FunctionArguments<typeof functions.ROLE_STAKER>
export type ROLE_STAKERReturn = FunctionReturn<typeof functions.ROLE_STAKER>

export type ROLE_UNATTRIBUTEDParams = FunctionArguments<typeof functions.ROLE_UNATTRIBUTED>
export type ROLE_UNATTRIBUTEDReturn = FunctionReturn<typeof functions.ROLE_UNATTRIBUTED>

export type AcceptOwnershipParams = FunctionArguments<typeof functions.acceptOwnership>
export type AcceptOwnershipReturn = FunctionReturn<typeof functions.acceptOwnership>

export type BalanceOfParams = FunctionArguments<typeof functions.balanceOf>
export type BalanceOfReturn = FunctionReturn<typeof functions.balanceOf>

export type ChallengeParams = FunctionArguments<typeof functions.challenge>
export type ChallengeReturn = FunctionReturn<typeof functions.challenge>

export type ClaimParams = FunctionArguments<typeof functions.claim>
export type ClaimReturn = FunctionReturn<typeof functions.claim>

export type EscrowParams = FunctionArguments<typeof functions.escrow>
export type EscrowReturn = FunctionReturn<typeof functions.escrow>

export type InferenceParams = FunctionArguments<typeof functions.inference>
export type InferenceReturn = FunctionReturn<typeof functions.inference>

export type MarketParams = FunctionArguments<typeof functions.market>
export type MarketReturn = FunctionReturn<typeof functions.market>

export type ModelsParams = FunctionArguments<typeof functions.models>
export type ModelsReturn = FunctionReturn<typeof functions.models>

export type OwnerParams = FunctionArguments<typeof functions.owner>
export type OwnerReturn = FunctionReturn<typeof functions.owner>

export type PayOutParams = FunctionArguments<typeof functions.payOut>
export type PayOutReturn = FunctionReturn<typeof functions.payOut>

export type PendingOwnerParams = FunctionArguments<typeof functions.pendingOwner>
export type PendingOwnerReturn = FunctionReturn<typeof functions.pendingOwner>

export type PlatformRecipientParams = FunctionArguments<typeof functions.platformRecipient>
export type PlatformRecipientReturn = FunctionReturn<typeof functions.platformRecipient>

export type PostAttributionParams = FunctionArguments<typeof functions.postAttribution>
export type PostAttributionReturn = FunctionReturn<typeof functions.postAttribution>

export type RenounceOwnershipParams = FunctionArguments<typeof functions.renounceOwnership>
export type RenounceOwnershipReturn = FunctionReturn<typeof functions.renounceOwnership>

export type ResolveChallengeParams = FunctionArguments<typeof functions.resolveChallenge>
export type ResolveChallengeReturn = FunctionReturn<typeof functions.resolveChallenge>

export type SetMarketParams = FunctionArguments<typeof functions.setMarket>
export type SetMarketReturn = FunctionReturn<typeof functions.setMarket>

export type SetRecipientsParams = FunctionArguments<typeof functions.setRecipients>
export type SetRecipientsReturn = FunctionReturn<typeof functions.setRecipients>

export type StakerRecipientParams = FunctionArguments<typeof functions.stakerRecipient>
export type StakerRecipientReturn = FunctionReturn<typeof functions.stakerRecipient>

export type TransferOwnershipParams = FunctionArguments<typeof functions.transferOwnership>
export type TransferOwnershipReturn = FunctionReturn<typeof functions.transferOwnership>


/**
 * The HTTP API as types, made from its OpenAPI document by `node packages/client/generate.ts`. Do not edit.
 */

export interface paths {
    "/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All cases, oldest first, page by page */
        get: operations["listCases"];
        put?: never;
        /** Start a case */
        post: operations["createCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One case */
        get: operations["getCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/seeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add seeds to a case, which then goes on */
        post: operations["addSeeds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause a case */
        post: operations["pauseCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a paused case; accounts that no source could tell are asked for once more */
        post: operations["resumeCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a case for good; what it found stays */
        post: operations["cancelCase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Progress as server-sent events
         * @description An event `progress` at once and at every change, its data a `CaseProgress`; an event `end` when the case rests. A stream that ends without it was cut: connect again, nothing is lost.
         */
        get: operations["watchCase"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/tainted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tainted accounts, fewest hops first, page by page */
        get: operations["listTainted"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/path/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The way from a seed to an account, hop by hop */
        get: operations["getPath"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/crossings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Stolen money that left for another chain: where it arrived, or for how long it is awaited */
        get: operations["listCrossings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/cases/{id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The whole result so far, as `fundtrail trace --json` prints it */
        get: operations["getResult"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/chains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far each followed chain is, and whether one is halted */
        get: operations["listChains"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the API and its database answer */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getDescription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description How tainted and clean money that meet in one account part again.
         * @enum {unknown}
         */
        Policy: "haircut" | "fifo" | "lifo" | "taint_first" | "clean_first" | "tiho" | "poison";
        /** @description Base units of an asset (wei, satoshi), decimal, without sign. */
        Amount: string;
        /** @description CAIP-2 chain id. */
        Chain: string;
        /** @description CAIP-10 account id: EIP-55 form on EVM chains; on UTXO chains an address as it is written there, `script-` and a digest where no address stands for the script, the id of a CoinJoin, or `<transaction>:<output>` for an output that a seed names. `transit-` and `arrival-` with the SHA-256 of what joins its two sides stand for a movement across chains, where it left and where it arrived. */
        AccountId: string;
        /** @description CAIP-19 asset id. */
        AssetId: string;
        /** @description An output of a UTXO chain: its transaction and its place in it. */
        OutputId: string;
        /** @description Transaction hash, 32 bytes, lower case. */
        Hash: string;
        /** @description Unix seconds of the block. */
        Time: number;
        /**
         * Format: date-time
         * @description ISO 8601 in UTC.
         */
        Timestamp: string;
        /** @description {policy: amount} */
        PerPolicy: {
            [key: string]: components["schemas"]["Amount"];
        };
        /** @description {asset: amount} */
        PerAsset: {
            [key: string]: components["schemas"]["Amount"];
        };
        /** @description {kind of total: {asset: amount}}; kinds: resting, fee, dispersed and each kind of terminal. */
        PerKind: {
            [key: string]: components["schemas"]["PerAsset"];
        };
        /** @description How much work it was. */
        Counts: {
            /** @description Requests sent to sources for this case, all attempts counted. */
            requests: number;
            /** @description Accounts whose history was wanted, seeds included. */
            accounts_opened: number;
            /** @description Transactions replayed. */
            transactions: number;
            /** @description Single movements in those transactions. */
            legs: number;
            /** @description Rounds of fetching and replaying. */
            waves: number;
        };
        /** @description The case: what was asked and how it stands. */
        Case: {
            /** @description Identifier of the case. */
            id: string;
            /** @description Name given by a person. */
            name: string;
            /** @description Reference of an investigation, where given. */
            reference: string | null;
            /**
             * @description `done`: traced to the end; `following`: traced and kept at the head of the chain; `paused`: by a person, or because a source failed for good, see `status_reason`.
             * @enum {unknown}
             */
            status: "open" | "running" | "following" | "paused" | "done" | "cancelled" | "failed";
            /** @description Why it is paused or failed. */
            status_reason: string | null;
            /** @description Where the facts came from. */
            source: {
                /**
                 * @description Kind of source.
                 * @enum {unknown}
                 */
                kind: "dataset" | "explorer" | "rpc" | "esplora";
                /** @description Identifier of the source, without credentials. */
                id: string;
            };
            /** @description The first leads: it decides which accounts are opened. */
            policies: components["schemas"]["Policy"][];
            /** @description Where tracing stops. */
            limits: {
                /** @description Share of the theft below which a receiver is not opened, as a fraction such as 1/10000, or 0. */
                floor: string;
                /** @description The same in US dollars at the theft's time, decimal; the larger of the two counts; null: none. */
                floor_usd: string | null;
                /** @description Accounts this many hops away are not opened. */
                max_hops: number;
                /** @description Accounts opened at most; null: no limit. */
                max_accounts: number | null;
                /** @description Requests at most; null: no limit. */
                max_requests: number | null;
                /** @description Later transactions are left out; null: no limit. */
                until: components["schemas"]["Timestamp"] | null;
            };
            /** @description The round the case is in. */
            wave: number;
            /** @description How far the loop is. */
            progress: {
                /** @description Opened accounts whose history is not there yet. */
                accounts_waiting: number;
                /** @description Opened accounts whose history is there. */
                accounts_covered: number;
                /** @description Opened accounts whose history no source could tell. */
                accounts_unavailable: number;
            };
            coverage: components["schemas"]["Coverage"];
            /** @description How far the chain of the case's source is followed for it; null where it is not, or not yet. */
            following: components["schemas"]["Following"] | null;
            /** @description The chains of its seeds and those on which it came to open something, by id. */
            chains: components["schemas"]["CaseChain"][];
            counts: components["schemas"]["Counts"];
            created_at: components["schemas"]["Timestamp"];
            /** @description When its first job began. */
            started_at: components["schemas"]["Timestamp"] | null;
            /** @description When it came to rest. */
            finished_at: components["schemas"]["Timestamp"] | null;
        };
        /** @description How complete the facts are. */
        Coverage: {
            /** @description Opened accounts whose history is complete, per kind of transfer. */
            complete: {
                [key: string]: number;
            };
            /** @description How the accounts that were read stand, per kind of transfer. */
            kinds: {
                native: components["schemas"]["KindCoverage"];
                internal: components["schemas"]["KindCoverage"];
                token: components["schemas"]["KindCoverage"];
            };
            /** @description What is missing. A kind that is missing was never taken as none. */
            gaps: {
                /** @description The source that could not tell; the source of the case where none said so. */
                source: string;
                /**
                 * @description Kind of transfer that is missing.
                 * @enum {string}
                 */
                kind: "native" | "internal" | "token";
                /**
                 * @description Read only in part, not told at all, or told differently by several sources.
                 * @enum {string}
                 */
                status: "truncated" | "unavailable" | "disputed";
                /** @description Opened accounts it is missing for. */
                accounts: number;
                /** @description Why. */
                reason: string;
            }[];
            /** @description Accounts that are not read on, by state (hub, unavailable, budget) and reason. */
            not_followed: components["schemas"]["Unseen"][];
            /** @description Opened accounts whose balance before the first taint is not known from facts. */
            opening_balance_unknown: number;
            /** @description Balances that were asked for and not told, by reason. */
            balances_not_told: components["schemas"]["Unseen"][];
            /** @description Whole transactions that were asked for and not told, by reason. */
            transactions_not_told: components["schemas"]["Unseen"][];
            /** @description Transactions of its accounts that a reorganisation or a later answer took out of the facts; they are kept as evidence. */
            taken_back: number;
            /** @description What sources said differently of what concerns the case. */
            disputes: {
                /** @description All of them. */
                count: number;
                /** @description The last few, the latest first. */
                latest: components["schemas"]["Dispute"][];
            };
            /** @description What the case could not see, in plain sentences; alerts carry them as their limits. Empty where nothing is missing. */
            not_seen: string[];
        };
        /** @description Numbers of accounts, by how they stand in one kind of transfer. */
        KindCoverage: {
            /** @description Accounts of which everything is stored, and nobody complains. */
            complete: number;
            /** @description Of the complete ones, those with blocks that could still be taken back when they were read. */
            provisional: number;
            /** @description All complete accounts are read at least to this block; null where none is complete, or to all that the source had, or where they are on several chains. */
            reached_block: number | null;
            /** @description Accounts that were read only in part. */
            truncated: number;
            /** @description Accounts for which no source told this kind. */
            unavailable: number;
            /** @description Accounts whose history sources told differently, and nobody decided. */
            disputed: number;
        };
        /** @description What was not seen, for one reason. */
        Unseen: {
            /** @description What became of it. */
            state: string;
            /** @description Why. */
            reason: string;
            /** @description How many. */
            count: number;
        };
        /** @description One thing that sources told differently. */
        Dispute: {
            chain: components["schemas"]["Chain"];
            /** @description What they were asked. */
            subject: string;
            /** @description Who said what, in the order asked. */
            answers: {
                /** @description Identifier of the source. */
                source: string;
                /** @description Its answer, in short. */
                answer: string;
            }[];
            /** @description The source whose answer was taken; null: nobody's. */
            taken: string | null;
            /** @description How often the same was heard. */
            times: number;
            last_at: components["schemas"]["Timestamp"];
        };
        /** @description How a case stands on one of its chains. */
        CaseChain: {
            chain: components["schemas"]["Chain"];
            /** @description Name of the chain, or its id where none is known. */
            name: string;
            /** @description Opened accounts (on UTXO chains: outputs) whose history is not there yet. */
            accounts_waiting: number;
            /** @description Opened accounts whose history is there. */
            accounts_covered: number;
            /** @description Opened accounts whose history no source could tell. */
            accounts_unavailable: number;
            /** @description How far the chain is followed for the case; null where it is not, or not yet. */
            following: components["schemas"]["Following"] | null;
        };
        /** @description How far a chain is followed. */
        Following: {
            chain: components["schemas"]["Chain"];
            /** @description Last block that was read and matched. */
            followed_block: number;
            /** @description Highest block that the source told of. */
            head: number;
            /** @description Blocks between head and followed block. */
            lag: number;
            /** @description Highest followed block that cannot be taken back any more. */
            finalized: number | null;
            /** @description Why it does not go on until somebody lets it, with the remedy. */
            halted: string | null;
            /** @description Whether value inside contracts is seen while following. */
            internal: boolean;
            /** @description On UTXO chains: transactions that wait to be mined and spend tainted outputs. They may never be, and count for nothing. */
            pending: {
                output: components["schemas"]["OutputId"];
                tx: components["schemas"]["Hash"];
                /**
                 * Format: date-time
                 * @description When it was first seen to wait.
                 */
                first_seen_at: string;
            }[];
        };
        /** @description Where tracing started. */
        Seed: {
            /**
             * @description A theft transaction, or an account from a block on.
             * @enum {unknown}
             */
            kind: "transaction" | "account";
            chain: components["schemas"]["Chain"];
            /** @description The theft transaction; null for an account. */
            tx: components["schemas"]["Hash"] | null;
            /** @description The account; for a transaction the receiver that was named, or null for all. */
            account: components["schemas"]["AccountId"] | null;
            /** @description Only this asset was stolen; null: all. */
            asset: components["schemas"]["AssetId"] | null;
            /** @description At most this much was stolen; null: all it held and receives. */
            amount: components["schemas"]["Amount"] | null;
            /** @description From this block on; null for a transaction. */
            from_block: number | null;
        };
        /** @description Sums of one policy. */
        Totals: {
            /** @description What was stolen, per asset. */
            stolen: components["schemas"]["PerAsset"];
            /** @description Where it is now, in units of what was stolen, however often it was swapped since. */
            origin: components["schemas"]["PerKind"];
            /** @description Where it is now, in the assets it has become. */
            tainted: components["schemas"]["PerKind"];
        };
        /** @description Where a trail ends. */
        Terminal: {
            /**
             * @description Why the trail ends here; `resting`: it is still held at the end of the facts.
             * @enum {unknown}
             */
            kind: "resting" | "dispersed" | "exchange" | "mixer" | "bridge_pending" | "hub" | "contract" | "burn" | "budget" | "unavailable";
            /** @description Who, by label. */
            entity: string | null;
            /** @description In one sentence. */
            reason: string;
        };
        /** @description One account and asset that received taint. */
        Account: {
            account: components["schemas"]["AccountId"];
            asset: components["schemas"]["AssetId"];
            /** @description Fewest flows from a seed. */
            hops: number;
            /** @description The transaction that first brought taint. */
            first_taint: {
                /** @description Block number. */
                block: number;
                time: components["schemas"]["Time"];
                tx: components["schemas"]["Hash"];
            };
            /** @description Tainted amount received, base units of `asset`. */
            received: components["schemas"]["PerPolicy"];
            /** @description Tainted amount still held, base units of `asset`; under poison the flagged balance. */
            resting: components["schemas"]["PerPolicy"];
            /** @description The same in units of what was stolen, summed over the stolen assets. */
            origin_received: components["schemas"]["PerPolicy"];
            /** @description The same in units of what was stolen, summed over the stolen assets. */
            origin_resting: components["schemas"]["PerPolicy"];
            /** @description Present when several assets were stolen: the origin amounts per stolen asset. */
            origin_by_asset?: {
                [key: string]: {
                    received: components["schemas"]["PerPolicy"];
                    resting: components["schemas"]["PerPolicy"];
                };
            };
            /** @description Why the trail ends at this account; null where everything went on. */
            terminal: components["schemas"]["Terminal"] | null;
            /** @description On UTXO chains: the output that this entry is about; `account` is its address. */
            output?: components["schemas"]["OutputId"];
            /** @description On UTXO chains: the transaction that spent the output; null while it is unspent. */
            spent_by?: components["schemas"]["Hash"] | null;
        };
        /** @description Tainted amount moved by one transaction from one account to another. */
        Flow: {
            tx: components["schemas"]["Hash"];
            chain: components["schemas"]["Chain"];
            /** @description Block number. */
            block: number;
            time: components["schemas"]["Time"];
            from: components["schemas"]["AccountId"];
            to: components["schemas"]["AccountId"];
            asset: components["schemas"]["AssetId"];
            /** @description What moved, tainted or not. */
            amount: components["schemas"]["Amount"];
            /** @description Of it tainted, base units of `asset`. */
            tainted: components["schemas"]["PerPolicy"];
            /** @description Of it tainted, in units of what was stolen, summed over the stolen assets. */
            origin: components["schemas"]["PerPolicy"];
            /** @description Present when several assets were stolen: `origin` per stolen asset. */
            origin_by_asset?: {
                [key: string]: components["schemas"]["PerPolicy"];
            };
            /** @description Movements of the transaction that carried it: value, fee, trace:0_1, log:12, or the number in a data set. */
            legs: string[];
            /** @description A conversion whose split lacked a price, or whose two sides' worth disagree. */
            low_confidence: boolean;
            /** @description On UTXO chains: the input that brought most of it; `legs` names all of them. */
            from_output?: components["schemas"]["OutputId"];
            /** @description On UTXO chains: the output that received it; absent where a CoinJoin swallowed it. */
            to_output?: components["schemas"]["OutputId"];
        };
        /**
         * Result of tracing one case
         * @description What `fundtrail trace --json` prints and `fundtrail export --format json` writes. Accounts are CAIP-10 (EVM addresses in EIP-55 form), assets CAIP-19, amounts decimal strings in base units (wei). Every policy of the case is a key of every object keyed by policy, zeros included.
         */
        TraceResult: {
            case: components["schemas"]["Case"];
            /** @description Where tracing started, in the order given. */
            seeds: components["schemas"]["Seed"][];
            /** @description Per policy, where the stolen money is. For every policy but poison, the origin amounts of all kinds sum to `stolen`, per asset. */
            totals: {
                [key: string]: components["schemas"]["Totals"];
            };
            /** @description One entry per account and asset that received taint under some policy. */
            accounts: components["schemas"]["Account"][];
            /** @description Every movement of taint, in the order of the chain. */
            flows: components["schemas"]["Flow"][];
            counts: components["schemas"]["Counts"];
            /** @description Milliseconds from the start of the case to its end. */
            timing_ms: number;
        };
        /** @description One seed with what its text leaves open. */
        NewSeed: {
            /** @description <chain>:<tx>, <chain>:<tx>@<account>, <chain>:<tx>:<output> (UTXO chains) or <chain>:<address>. */
            seed: string;
            /** @description Accounts only: from this block on; 0 when left out. */
            from_block?: number;
            /** @description Accounts only: native, a contract, or a CAIP-19 id. */
            asset?: string;
            /** @description Accounts only: base units, decimal; at most this much is taken as stolen. */
            amount?: string;
        };
        /** @description Seeds to add to a case. */
        NewSeeds: {
            /** @description Where tracing starts. */
            seeds: (string | components["schemas"]["NewSeed"])[];
            /** @description CAIP-2 chain of seeds that do not say theirs. */
            chain?: string;
        };
        /** @description A case to start. */
        NewCase: {
            name?: string;
            /** @description Of an investigation. */
            reference?: string;
            /** @description Where tracing starts. */
            seeds: (string | components["schemas"]["NewSeed"])[];
            /** @description CAIP-2 chain of seeds that do not say theirs. */
            chain?: string;
            /** @description sha256 of a loaded data set; the configured source of the chain when left out. */
            dataset?: string;
            /** @description The first leads: it decides which accounts are opened. Poison cannot lead. When left out: haircut, fifo, lifo, taint_first, clean_first, poison; on UTXO chains haircut, fifo, lifo, tiho, poison. */
            policies?: components["schemas"]["Policy"][];
            /**
             * @description Share of the theft below which a receiver is not opened: 0, 1/10000, 0.0001 or 0.01%.
             * @default 1/10000
             */
            floor?: string;
            /** @description The same in US dollars. */
            floor_usd?: string;
            /** @description Accounts or outputs this many hops away are not opened. When left out: 40; on UTXO chains 100000. */
            max_hops?: number;
            /**
             * @description Accounts opened at most; null: no limit.
             * @default 50000
             */
            max_accounts?: number | null;
            /**
             * @description Requests to the source at most; null: no limit.
             * @default null
             */
            max_requests?: number | null;
            /**
             * Format: date-time
             * @description Later transactions are left out.
             */
            until?: string;
            /**
             * @description Stay at the head of the chain once history is traced.
             * @default false
             */
            follow?: boolean;
        };
        /** @description A page. */
        CasePage: {
            items: components["schemas"]["Case"][];
            /** @description Cursor of the next page; null: this is the last one. */
            next_cursor: string | null;
        };
        /** @description A page. */
        TaintedPage: {
            items: components["schemas"]["Account"][];
            /** @description Cursor of the next page; null: this is the last one. */
            next_cursor: string | null;
        };
        /**
         * @description Where the trail ends.
         * @enum {unknown}
         */
        TerminalKind: "resting" | "dispersed" | "exchange" | "mixer" | "bridge_pending" | "hub" | "contract" | "burn" | "budget" | "unavailable";
        /**
         * @description How sure a step is.
         * @enum {unknown}
         */
        Grade: "on_chain" | "protocol_linked" | "heuristic";
        /** @description How value left for another chain, and what proves that it is what arrived there. */
        Crossing: {
            protocol: string;
            /** @description What both sides have in common; null where nothing is known to join it. */
            key: string | null;
            /**
             * @description K: a key on both sides; D: the other side follows from this one; A: the protocol itself says so. Null while nothing arrived.
             * @enum {unknown}
             */
            class: "K" | "D" | "A" | null;
            /** @description 0 to 100; null while nothing arrived. */
            confidence: number | null;
            from_chain: components["schemas"]["Chain"];
            from_tx: components["schemas"]["Hash"];
            from_block: number;
            from_time: components["schemas"]["Time"];
            from_asset: components["schemas"]["AssetId"];
            from_amount: components["schemas"]["Amount"];
            from_tainted: components["schemas"]["PerPolicy"];
            from_legs: string[];
            /** @description CAIP-2; null while nothing arrived. */
            to_chain: string | null;
            /** @description Null while nothing arrived. */
            to_tx: string | null;
            /** @description Where the two sides say different things. */
            notes: string[];
        };
        /** @description One side of a movement across chains. */
        CrossingSide: {
            /** @description CAIP-2. */
            chain: string;
            tx: string;
            /** @description CAIP-10 where the chain can be traced, else as it is written there. */
            account: string | null;
            /** @description CAIP-19 where the chain can be traced. */
            asset: string | null;
            /** @description Base units. */
            amount: string | null;
        };
        /** @description A transaction that may be the other side of a movement across chains: a guess. */
        CrossingCandidate: {
            chain: components["schemas"]["Chain"];
            tx: components["schemas"]["Hash"];
            /** @description CAIP-10. */
            account: string | null;
            asset: components["schemas"]["AssetId"];
            amount: components["schemas"]["Amount"];
            score: number;
            reasons: string[];
        };
        /** @description A movement of stolen money across chains, and one arrival of it or none. */
        CrossingRow: {
            protocol: string;
            /** @description What both sides have in common. */
            key: string;
            /**
             * @description `refused`: its key was used twice, and nobody can tell which is meant.
             * @enum {unknown}
             */
            state: "pending" | "arrived" | "refunded" | "refused";
            /**
             * @description How the two sides are joined.
             * @enum {unknown}
             */
            class: "K" | "D" | "A" | "H";
            grade: components["schemas"]["Grade"];
            confidence: number;
            source: components["schemas"]["CrossingSide"];
            destination: components["schemas"]["CrossingSide"] | null;
            tainted: components["schemas"]["PerPolicy"];
            origin: components["schemas"]["PerPolicy"];
            left_at: components["schemas"]["Time"];
            /** @description Seconds since it left, while nothing has arrived. */
            pending_seconds: number | null;
            /** @description Why nothing is known of the other side; null where it has only not been found yet. */
            reason: string | null;
            /** @description What came of looking for the other side; null where it was not looked for yet, or was found. */
            search: string | null;
            /**
             * Format: date-time
             * @description When it is looked for again, as long as the case moves.
             */
            next_search_at: string | null;
            notes: string[];
            /** @description Guesses of where a pending one arrived that nothing joins, the best first: never flows, nor reasons of alerts. */
            candidates: components["schemas"]["CrossingCandidate"][];
        };
        /** @description One flow on the way from a seed to an account. */
        PathStep: {
            /** @description 1 is the step out of the seed. */
            n: number;
            /**
             * @description `crossing`: to another chain; the step says how it arrived, `crossing` how it left.
             * @enum {unknown}
             */
            kind: "transfer" | "conversion" | "crossing";
            chain: components["schemas"]["Chain"];
            tx: components["schemas"]["Hash"];
            block: number;
            time: components["schemas"]["Time"];
            from: components["schemas"]["AccountId"];
            to: components["schemas"]["AccountId"];
            asset: components["schemas"]["AssetId"];
            amount: components["schemas"]["Amount"];
            tainted: components["schemas"]["PerPolicy"];
            origin: components["schemas"]["PerPolicy"];
            legs: string[];
            grade: components["schemas"]["Grade"];
            from_label: string | null;
            to_label: string | null;
            /** @description On UTXO chains: the input that brought most of it. */
            from_output?: components["schemas"]["OutputId"];
            /** @description On UTXO chains: the output that received it; absent where a CoinJoin swallowed it. */
            to_output?: components["schemas"]["OutputId"];
            crossing?: components["schemas"]["Crossing"];
            reading?: components["schemas"]["StepReading"];
        };
        /** @description On UTXO chains: what the form of the transaction tells. An annotation: no amount depends on it. */
        StepReading: {
            /** @enum {unknown} */
            kind: "payment" | "peel" | "consolidation" | "batch" | "coinjoin";
            /** @description Why it is of this kind. */
            reason: string;
            change: components["schemas"]["Change"] | null;
            coinjoin: components["schemas"]["CoinJoin"] | null;
            /**
             * @description Whether the path goes on with the change or with what is paid; null: the change is not known.
             * @enum {unknown}
             */
            goes_to: "change" | "payment" | null;
            common_owner?: components["schemas"]["CommonOwner"];
        };
        /** @description The output that goes back to the payer, and the signs that say so. */
        Change: {
            /** @description Place among the outputs, from 0. */
            vout: number;
            confidence: number;
            signs: string[];
        };
        /** @description A transaction in which several parties mix their coins. */
        CoinJoin: {
            /** @enum {unknown} */
            scheme: "wasabi1" | "wasabi1.1" | "wasabi2" | "whirlpool" | "joinmarket";
            confidence: number;
            denomination: components["schemas"]["Amount"];
            participants: number;
        };
        /** @description Addresses that most likely are one's. */
        CommonOwner: {
            addresses: string[];
            confidence: number;
            /** @description The transaction that spends coins of all of them. */
            tx: components["schemas"]["Hash"];
        };
        /** @description Steps of a path, each of which goes on with what a peel left. */
        PeelRun: {
            first_step: number;
            last_step: number;
            peels: number;
            /** @description What the peels took off, stolen or not; base units. */
            paid_out: components["schemas"]["Amount"];
            from_tx: components["schemas"]["Hash"];
            to_tx: components["schemas"]["Hash"];
        };
        /** @description A CoinJoin in which a path ends, and where it may go on: hints, none of which holds taint. */
        TrailMix: {
            tx: components["schemas"]["Hash"];
            /** @enum {unknown} */
            scheme: "wasabi1" | "wasabi1.1" | "wasabi2" | "whirlpool" | "joinmarket";
            confidence: number;
            denomination: components["schemas"]["Amount"];
            participants: number;
            candidates: {
                output: components["schemas"]["OutputId"];
                account: components["schemas"]["AccountId"];
                amount: components["schemas"]["Amount"];
                one_of: number;
            }[];
            unmixed: {
                output: components["schemas"]["OutputId"];
                account: components["schemas"]["AccountId"];
                amount: components["schemas"]["Amount"];
                confidence: number;
            }[];
        };
        /** @description The way of the largest inflow of one asset. */
        Path: {
            account: components["schemas"]["AccountId"];
            asset: components["schemas"]["AssetId"];
            /** @description From the seed to the account. */
            steps: components["schemas"]["PathStep"][];
            weakest_grade: components["schemas"]["Grade"];
            /** @description On UTXO chains: its chains of peels. */
            peel_runs?: components["schemas"]["PeelRun"][];
            mix?: components["schemas"]["TrailMix"];
        };
        /** @description How far a case is: the data of a `progress` event. */
        CaseProgress: {
            case_id: string;
            /** @enum {unknown} */
            status: "open" | "running" | "following" | "paused" | "done" | "cancelled" | "failed";
            status_reason: string | null;
            wave: number;
            accounts_waiting: number;
            accounts_covered: number;
            accounts_unavailable: number;
            requests: number;
            transactions: number;
            flows: number;
            alerts: number;
        };
        /** @description How far a chain is followed by one of its sources. */
        FollowedChain: {
            chain: components["schemas"]["Chain"];
            name: string;
            /** @description Id of the source that tells its blocks, without credentials. */
            source: string;
            /** @description Last block that was read and matched; null before the first. */
            followed_block: number | null;
            /**
             * Format: date-time
             * @description Time of that block.
             */
            followed_time: string | null;
            /** @description Highest block that the source told of. */
            head: number | null;
            /** @description Blocks between head and followed block. */
            lag: number;
            /** @description Highest followed block that cannot be taken back any more. */
            finalized: number | null;
            /** @description Why it does not go on until somebody lets it, with the remedy; null while it goes on. */
            halted: string | null;
            /** @description The process that follows it; null when none does. */
            leader: string | null;
            /** @description Kinds of transfer of which following tells everything; `internal`: value inside contracts. */
            kinds: ("native" | "internal" | "token")[];
            /** @description How often blocks that had been read were taken back. */
            reorgs: number;
            /**
             * Format: date-time
             * @description When the source was last heard.
             */
            seen_at: string | null;
            /** @description Seconds since then: lag is only known as of then. */
            seen_age_s: number | null;
            /** @description Cases that are kept alive by it. */
            cases: number;
        };
        /** @description A problem document (RFC 9457). */
        Problem: {
            /**
             * Format: uri
             * @description What went wrong: urn:fundtrail:problem:<code>.
             */
            type: string;
            title: string;
            status: number;
            /** @description What went wrong this time, in one sentence. */
            detail: string;
            /** @description Where in the request, e.g. seeds[0].amount. */
            field?: string;
            /** @description What to do next. */
            remedy?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listCases: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of cases. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CasePage"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCase: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCase"];
            };
        };
        responses: {
            /** @description The case; it is being traced. */
            201: {
                headers: {
                    /** @description Where the case is. */
                    location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A source of facts failed */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addSeeds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSeeds"];
            };
        };
        responses: {
            /** @description The case as it is now. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request contradicts the state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The content type is not supported */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A source of facts failed */
            502: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request contradicts the state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request contradicts the state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The case as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The request contradicts the state */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    watchCase: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream of events. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTainted: {
        parameters: {
            query?: {
                /** @description Whose amounts `min_origin` is compared with; the lead policy. */
                policy?: components["schemas"]["Policy"];
                /** @description CAIP-2. */
                chain?: string;
                /** @description native, a contract, or a CAIP-19 id. */
                asset?: string;
                /** @description Where the trail ends. */
                kind?: components["schemas"]["TerminalKind"];
                /** @description CAIP-10; on UTXO chains also an output, <chain>:<transaction>:<place>, or a CoinJoin, <chain>:<transaction>. */
                account?: string;
                /** @description Only accounts that received at least this much of what was stolen; base units. */
                min_origin?: string;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of accounts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TaintedPage"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPath: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the case. */
                id: string;
                /** @description CAIP-10; on UTXO chains also an output, <chain>:<transaction>:<place>, or a CoinJoin, <chain>:<transaction>. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One way per asset that the account received. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Path"][];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCrossings: {
        parameters: {
            query?: {
                /** @description Only those of one state. */
                state?: "pending" | "arrived" | "refunded" | "refused";
            };
            header?: never;
            path: {
                /** @description Id of the case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One per arrival, and one per movement of which nothing has arrived, in the order in which they left. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CrossingRow"][];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getResult: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the case. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TraceResult"];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Not found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listChains: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One per chain and source, by chain. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowedChain"][];
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A valid key is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Both do. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        status: "ok";
                    };
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDescription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, unknown>;
                };
            };
            /** @description The request is not valid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something went wrong here */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The service is not available now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}

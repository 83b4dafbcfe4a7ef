// Written by write-compiled.ts from the sources in solidity/.
import type { Compiled } from './compile.ts';

export const COMPILED: Compiled = {
 "BatchWallet": {
  "abi": [
   {
    "inputs": [
     {
      "components": [
       {
        "internalType": "address",
        "name": "to",
        "type": "address"
       },
       {
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
       },
       {
        "internalType": "bytes",
        "name": "data",
        "type": "bytes"
       }
      ],
      "internalType": "struct BatchWallet.Call[]",
      "name": "calls",
      "type": "tuple[]"
     }
    ],
    "name": "execute",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
   },
   {
    "stateMutability": "payable",
    "type": "receive"
   }
  ],
  "bytecode": "0x6080604052348015600e575f5ffd5b5061027c8061001c5f395ff3fe608060405260043610610020575f3560e01c80633f707e6b1461002b575f5ffd5b3661002757005b5f5ffd5b61003e610039366004610153565b610040565b005b33301461004b575f5ffd5b5f5b8181101561014e575f838383818110610068576100686101c4565b905060200281019061007a91906101d8565b6100889060208101906101f6565b6001600160a01b03168484848181106100a3576100a36101c4565b90506020028101906100b591906101d8565b602001358585858181106100cb576100cb6101c4565b90506020028101906100dd91906101d8565b6100eb906040810190610223565b6040516100f992919061026d565b5f6040518083038185875af1925050503d805f8114610133576040519150601f19603f3d011682016040523d82523d5f602084013e610138565b606091505b5050905080610145575f5ffd5b5060010161004d565b505050565b5f5f60208385031215610164575f5ffd5b823567ffffffffffffffff81111561017a575f5ffd5b8301601f8101851361018a575f5ffd5b803567ffffffffffffffff8111156101a0575f5ffd5b8560208260051b84010111156101b4575f5ffd5b6020919091019590945092505050565b634e487b7160e01b5f52603260045260245ffd5b5f8235605e198336030181126101ec575f5ffd5b9190910192915050565b5f60208284031215610206575f5ffd5b81356001600160a01b038116811461021c575f5ffd5b9392505050565b5f5f8335601e19843603018112610238575f5ffd5b83018035915067ffffffffffffffff821115610252575f5ffd5b602001915036819003821315610266575f5ffd5b9250929050565b818382375f910190815291905056"
 },
 "FeeToken": {
  "abi": [
   {
    "inputs": [
     {
      "internalType": "uint256",
      "name": "supply",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "basisPoints",
      "type": "uint256"
     },
     {
      "internalType": "address",
      "name": "feesTo",
      "type": "address"
     },
     {
      "internalType": "bool",
      "name": "isSilent",
      "type": "bool"
     }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": true,
      "internalType": "address",
      "name": "owner",
      "type": "address"
     },
     {
      "indexed": true,
      "internalType": "address",
      "name": "spender",
      "type": "address"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "Approval",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": true,
      "internalType": "address",
      "name": "from",
      "type": "address"
     },
     {
      "indexed": true,
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "Transfer",
    "type": "event"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     },
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "name": "allowance",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "spender",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "approve",
    "outputs": [
     {
      "internalType": "bool",
      "name": "",
      "type": "bool"
     }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "name": "balanceOf",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "collector",
    "outputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "decimals",
    "outputs": [
     {
      "internalType": "uint8",
      "name": "",
      "type": "uint8"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "feeBasisPoints",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "name",
    "outputs": [
     {
      "internalType": "string",
      "name": "",
      "type": "string"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "silent",
    "outputs": [
     {
      "internalType": "bool",
      "name": "",
      "type": "bool"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "symbol",
    "outputs": [
     {
      "internalType": "string",
      "name": "",
      "type": "string"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "totalSupply",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "transfer",
    "outputs": [
     {
      "internalType": "bool",
      "name": "",
      "type": "bool"
     }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "from",
      "type": "address"
     },
     {
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "transferFrom",
    "outputs": [
     {
      "internalType": "bool",
      "name": "",
      "type": "bool"
     }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
   }
  ],
  "bytecode": "0x60e060405234801561000f575f5ffd5b5060405161081538038061081583398101604081905261002e91610098565b60808390526001600160a01b03821660a05280151560c0525f84815533808252600160209081526040808420889055518781529192917fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef910160405180910390a3505050506100f0565b5f5f5f5f608085870312156100ab575f5ffd5b84516020860151604087015191955093506001600160a01b03811681146100d0575f5ffd5b606086015190925080151581146100e5575f5ffd5b939692955090935050565b60805160a05160c0516106df6101365f395f818161015e015261042201525f81816101a4015281816103de01526104e401525f8181610218015261033d01526106df5ff3fe608060405234801561000f575f5ffd5b50600436106100b1575f3560e01c806370a082311161006e57806370a0823114610180578063913e77ad1461019f57806395d89b41146101de578063a9059cbb14610200578063b8606eef14610213578063dd62ed3e1461023a575f5ffd5b806306fdde03146100b5578063095ea7b3146100f357806318160ddd1461011657806323b872dd1461012c578063313ce5671461013f5780633dcd08bd14610159575b5f5ffd5b6100dd604051806040016040528060098152602001682332b2902a37b5b2b760b91b81525081565b6040516100ea9190610556565b60405180910390f35b6101066101013660046105bc565b610264565b60405190151581526020016100ea565b61011e5f5481565b6040519081526020016100ea565b61010661013a3660046105e4565b6102d0565b610147601281565b60405160ff90911681526020016100ea565b6101067f000000000000000000000000000000000000000000000000000000000000000081565b61011e61018e36600461061e565b60016020525f908152604090205481565b6101c67f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b0390911681526020016100ea565b6100dd6040518060400160405280600381526020016246454560e81b81525081565b61010661020e3660046105bc565b61031f565b61011e7f000000000000000000000000000000000000000000000000000000000000000081565b61011e61024836600461063e565b600260209081525f928352604080842090915290825290205481565b335f8181526002602090815260408083206001600160a01b038716808552925280832085905551919290917f8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925906102be9086815260200190565b60405180910390a35060015b92915050565b6001600160a01b0383165f908152600260209081526040808320338452909152812080548391908390610304908490610683565b909155506103159050848484610334565b5060019392505050565b5f61032b338484610334565b50600192915050565b5f6127106103627f000000000000000000000000000000000000000000000000000000000000000084610696565b61036c91906106ad565b6001600160a01b0385165f90815260016020526040812080549293508492909190610398908490610683565b909155506103a890508183610683565b6001600160a01b0384165f90815260016020526040812080549091906103cf9084906106cc565b90915550506001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165f908152600160205260408120805483929061041b9084906106cc565b90915550507f00000000000000000000000000000000000000000000000000000000000000001561049857826001600160a01b0316846001600160a01b03167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef8460405161048b91815260200190565b60405180910390a3610550565b6001600160a01b038084169085167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef6104d18486610683565b60405190815260200160405180910390a37f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316846001600160a01b03167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef8360405161054791815260200190565b60405180910390a35b50505050565b602081525f82518060208401525f5b818110156105825760208186018101516040868401015201610565565b505f604082850101526040601f19601f83011684010191505092915050565b80356001600160a01b03811681146105b7575f5ffd5b919050565b5f5f604083850312156105cd575f5ffd5b6105d6836105a1565b946020939093013593505050565b5f5f5f606084860312156105f6575f5ffd5b6105ff846105a1565b925061060d602085016105a1565b929592945050506040919091013590565b5f6020828403121561062e575f5ffd5b610637826105a1565b9392505050565b5f5f6040838503121561064f575f5ffd5b610658836105a1565b9150610666602084016105a1565b90509250929050565b634e487b7160e01b5f52601160045260245ffd5b818103818111156102ca576102ca61066f565b80820281158282048414176102ca576102ca61066f565b5f826106c757634e487b7160e01b5f52601260045260245ffd5b500490565b808201808211156102ca576102ca61066f56"
 },
 "FixedPool": {
  "abi": [
   {
    "inputs": [
     {
      "internalType": "uint256",
      "name": "amount",
      "type": "uint256"
     },
     {
      "internalType": "address",
      "name": "erc20",
      "type": "address"
     }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": true,
      "internalType": "bytes32",
      "name": "commitment",
      "type": "bytes32"
     },
     {
      "indexed": false,
      "internalType": "uint32",
      "name": "leafIndex",
      "type": "uint32"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "timestamp",
      "type": "uint256"
     }
    ],
    "name": "Deposit",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": false,
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "indexed": false,
      "internalType": "bytes32",
      "name": "nullifierHash",
      "type": "bytes32"
     },
     {
      "indexed": true,
      "internalType": "address",
      "name": "relayer",
      "type": "address"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "fee",
      "type": "uint256"
     }
    ],
    "name": "Withdrawal",
    "type": "event"
   },
   {
    "inputs": [],
    "name": "denomination",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "bytes32",
      "name": "commitment",
      "type": "bytes32"
     }
    ],
    "name": "deposit",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "bytes32",
      "name": "",
      "type": "bytes32"
     }
    ],
    "name": "isSpent",
    "outputs": [
     {
      "internalType": "bool",
      "name": "",
      "type": "bool"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "token",
    "outputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "bytes32",
      "name": "nullifierHash",
      "type": "bytes32"
     },
     {
      "internalType": "address payable",
      "name": "recipient",
      "type": "address"
     },
     {
      "internalType": "address payable",
      "name": "relayer",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "fee",
      "type": "uint256"
     }
    ],
    "name": "withdraw",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   }
  ],
  "bytecode": "0x60c060405234801561000f575f5ffd5b506040516107be3803806107be83398101604081905261002e91610045565b6080919091526001600160a01b031660a05261007f565b5f5f60408385031215610056575f5ffd5b825160208401519092506001600160a01b0381168114610074575f5ffd5b809150509250929050565b60805160a0516106ee6100d05f395f818161011601528181610268015281816103330152818161044e015261053201525f8181605e015281816101d80152818161029d015261037101526106ee5ff3fe608060405260043610610049575f3560e01c80638bca6d161461004d5780638e0cc17614610093578063b214faa5146100b4578063e5285dcc146100c7578063fc0c546a14610105575b5f5ffd5b348015610058575f5ffd5b506100807f000000000000000000000000000000000000000000000000000000000000000081565b6040519081526020015b60405180910390f35b34801561009e575f5ffd5b506100b26100ad3660046105f3565b610150565b005b6100b26100c2366004610634565b610266565b3480156100d2575f5ffd5b506100f56100e1366004610634565b60016020525f908152604090205460ff1681565b604051901515815260200161008a565b348015610110575f5ffd5b506101387f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b03909116815260200161008a565b5f8481526001602052604090205460ff16156101b35760405162461bcd60e51b815260206004820152601f60248201527f546865206e6f746520686173206265656e20616c7265616479207370656e740060448201526064015b60405180910390fd5b5f848152600160208190526040909120805460ff19169091179055610201836101fc837f000000000000000000000000000000000000000000000000000000000000000061065f565b61044c565b801561021157610211828261044c565b604080516001600160a01b03858116825260208201879052918101839052908316907fe9e508bad6d4c3227e881ca19068f099da81b5164dd6d62b2eaf1e8bc6c349319060600160405180910390a250505050565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b03161561029b575f6102bd565b7f00000000000000000000000000000000000000000000000000000000000000005b34146103315760405162461bcd60e51b815260206004820152603860248201527f506c656173652073656e6420606d697844656e6f6d696e6174696f6e6020455460448201527f4820616c6f6e672077697468207472616e73616374696f6e000000000000000060648201526084016101aa565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316156103cb576040513360248201523060448201527f000000000000000000000000000000000000000000000000000000000000000060648201526103cb9060840160408051601f198184030181529190526020810180516001600160e01b03166323b872dd60e01b17905261052e565b5f805482917fa945e51eec50ab98c161376f0db4cf2aeba3ec92755fe2fcd388bdbbb80ff1969163ffffffff16908061040383610678565b91906101000a81548163ffffffff021916908363ffffffff1602179055504260405161044192919063ffffffff929092168252602082015260400190565b60405180910390a250565b7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316156104ce576040516001600160a01b0383166024820152604481018290526104ca9060640160408051601f198184030181529190526020810180516001600160e01b031663a9059cbb60e01b17905261052e565b5050565b5f826001600160a01b0316826040515f6040518083038185875af1925050503d805f8114610517576040519150601f19603f3d011682016040523d82523d5f602084013e61051c565b606091505b5050905080610529575f5ffd5b505050565b5f5f7f00000000000000000000000000000000000000000000000000000000000000006001600160a01b031683604051610568919061069c565b5f604051808303815f865af19150503d805f81146105a1576040519150601f19603f3d011682016040523d82523d5f602084013e6105a6565b606091505b50915091508180156105d05750805115806105d05750808060200190518101906105d091906106c8565b610529575f5ffd5b80356001600160a01b03811681146105ee575f5ffd5b919050565b5f5f5f5f60808587031215610606575f5ffd5b84359350610616602086016105d8565b9250610624604086016105d8565b9396929550929360600135925050565b5f60208284031215610644575f5ffd5b5035919050565b634e487b7160e01b5f52601160045260245ffd5b818103818111156106725761067261064b565b92915050565b5f63ffffffff821663ffffffff81036106935761069361064b565b60010192915050565b5f82515f5b818110156106bb57602081860181015185830152016106a1565b505f920191825250919050565b5f602082840312156106d8575f5ffd5b815180151581146106e7575f5ffd5b939250505056"
 },
 "Mortal": {
  "abi": [
   {
    "inputs": [],
    "stateMutability": "payable",
    "type": "constructor"
   },
   {
    "inputs": [
     {
      "internalType": "address payable",
      "name": "beneficiary",
      "type": "address"
     }
    ],
    "name": "die",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "stateMutability": "payable",
    "type": "receive"
   }
  ],
  "bytecode": "0x6080604052607b80600f5f395ff3fe608060405260043610601e575f3560e01c8063c9353cb5146028575f5ffd5b36602457005b5f5ffd5b3480156032575f5ffd5b506042603e3660046050565b6044565b005b806001600160a01b0316ff5b5f60208284031215605f575f5ffd5b81356001600160a01b03811681146074575f5ffd5b939250505056"
 },
 "MortalMaker": {
  "abi": [
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": false,
      "internalType": "address",
      "name": "mortal",
      "type": "address"
     }
    ],
    "name": "Made",
    "type": "event"
   },
   {
    "inputs": [],
    "name": "make",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address payable",
      "name": "beneficiary",
      "type": "address"
     }
    ],
    "name": "makeAndDie",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "bytes32",
      "name": "salt",
      "type": "bytes32"
     }
    ],
    "name": "makeAt",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
   }
  ],
  "bytecode": "0x6080604052348015600e575f5ffd5b506102d88061001c5f395ff3fe608060405260043610610033575f3560e01c806323f696381461003757806326ec803b1461004c578063c6dad0821461005f575b5f5ffd5b61004a610045366004610209565b610067565b005b61004a61005a366004610236565b61012a565b61004a610196565b5f34604051610075906101fd565b6040518091039082f0905080158015610090573d5f5f3e3d5ffd5b506040516001600160a01b03821681529091507fa8d831d6fe3ee4491fb077f5263c8fa009265bb18f5359061acd9c37152180989060200160405180910390a160405163c9353cb560e01b81526001600160a01b03838116600483015282169063c9353cb5906024015f604051808303815f87803b158015610110575f5ffd5b505af1158015610122573d5f5f3e3d5ffd5b505050505050565b7fa8d831d6fe3ee4491fb077f5263c8fa009265bb18f5359061acd9c37152180988134604051610159906101fd565b82906040518091039083f591505080158015610177573d5f5f3e3d5ffd5b506040516001600160a01b03909116815260200160405180910390a150565b7fa8d831d6fe3ee4491fb077f5263c8fa009265bb18f5359061acd9c3715218098346040516101c4906101fd565b6040518091039082f09050801580156101df573d5f5f3e3d5ffd5b506040516001600160a01b03909116815260200160405180910390a1565b608a8061024e83390190565b5f60208284031215610219575f5ffd5b81356001600160a01b038116811461022f575f5ffd5b9392505050565b5f60208284031215610246575f5ffd5b503591905056fe6080604052607b80600f5f395ff3fe608060405260043610601e575f3560e01c8063c9353cb5146028575f5ffd5b36602457005b5f5ffd5b3480156032575f5ffd5b506042603e3660046050565b6044565b005b806001600160a01b0316ff5b5f60208284031215605f575f5ffd5b81356001600160a01b03811681146074575f5ffd5b939250505056"
 },
 "Multisender": {
  "abi": [
   {
    "inputs": [
     {
      "internalType": "address payable[]",
      "name": "to",
      "type": "address[]"
     },
     {
      "internalType": "uint256[]",
      "name": "values",
      "type": "uint256[]"
     }
    ],
    "name": "disperseEther",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "token",
      "type": "address"
     },
     {
      "internalType": "address[]",
      "name": "to",
      "type": "address[]"
     },
     {
      "internalType": "uint256[]",
      "name": "values",
      "type": "uint256[]"
     }
    ],
    "name": "disperseToken",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "token",
      "type": "address"
     },
     {
      "internalType": "address[]",
      "name": "to",
      "type": "address[]"
     },
     {
      "internalType": "uint256[]",
      "name": "values",
      "type": "uint256[]"
     }
    ],
    "name": "disperseTokenSimple",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   }
  ],
  "bytecode": "0x6080604052348015600e575f5ffd5b506105958061001c5f395ff3fe608060405260043610610033575f3560e01c806351ba162c14610037578063c73a2d6014610058578063e63d38ed14610077575b5f5ffd5b348015610042575f5ffd5b50610056610051366004610401565b61008a565b005b348015610063575f5ffd5b50610056610072366004610401565b61013e565b610056610085366004610483565b610247565b5f5b838110156101365761012e86338787858181106100ab576100ab6104ef565b90506020020160208101906100c09190610503565b8686868181106100d2576100d26104ef565b6040516001600160a01b039586166024820152949093166044850152506020909102013560648201526084015b60408051601f198184030181529190526020810180516001600160e01b03166323b872dd60e01b1790526102b8565b60010161008c565b505050505050565b5f805b828110156101775783838281811061015b5761015b6104ef565b905060200201358261016d9190610525565b9150600101610141565b506040513360248201523060448201526064810182905261019c9087906084016100ff565b5f5b8481101561023e57610236878787848181106101bc576101bc6104ef565b90506020020160208101906101d19190610503565b8686858181106101e3576101e36104ef565b6040516001600160a01b039094166024850152602002919091013560448301525060640160408051601f198184030181529190526020810180516001600160e01b031663a9059cbb60e01b1790526102b8565b60010161019e565b50505050505050565b5f5b838110156102a157610299858583818110610266576102666104ef565b905060200201602081019061027b9190610503565b84848481811061028d5761028d6104ef565b90506020020135610342565b600101610249565b5047156102b2576102b23347610342565b50505050565b5f5f836001600160a01b0316836040516102d2919061054a565b5f604051808303815f865af19150503d805f811461030b576040519150601f19603f3d011682016040523d82523d5f602084013e610310565b606091505b509150915081801561033a57508051158061033a57508080602001905181019061033a9190610576565b6102b2575f5ffd5b5f826001600160a01b0316826040515f6040518083038185875af1925050503d805f811461038b576040519150601f19603f3d011682016040523d82523d5f602084013e610390565b606091505b505090508061039d575f5ffd5b505050565b6001600160a01b03811681146103b6575f5ffd5b50565b5f5f83601f8401126103c9575f5ffd5b50813567ffffffffffffffff8111156103e0575f5ffd5b6020830191508360208260051b85010111156103fa575f5ffd5b9250929050565b5f5f5f5f5f60608688031215610415575f5ffd5b8535610420816103a2565b9450602086013567ffffffffffffffff81111561043b575f5ffd5b610447888289016103b9565b909550935050604086013567ffffffffffffffff811115610466575f5ffd5b610472888289016103b9565b969995985093965092949392505050565b5f5f5f5f60408587031215610496575f5ffd5b843567ffffffffffffffff8111156104ac575f5ffd5b6104b8878288016103b9565b909550935050602085013567ffffffffffffffff8111156104d7575f5ffd5b6104e3878288016103b9565b95989497509550505050565b634e487b7160e01b5f52603260045260245ffd5b5f60208284031215610513575f5ffd5b813561051e816103a2565b9392505050565b8082018082111561054457634e487b7160e01b5f52601160045260245ffd5b92915050565b5f82515f5b81811015610569576020818601810151858301520161054f565b505f920191825250919050565b5f60208284031215610586575f5ffd5b8151801515811461051e575f5ffd"
 },
 "Payer": {
  "abi": [
   {
    "inputs": [
     {
      "internalType": "address payable",
      "name": "to",
      "type": "address"
     }
    ],
    "name": "forward",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address payable",
      "name": "to",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "payAndFail",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address payable",
      "name": "first",
      "type": "address"
     },
     {
      "internalType": "address payable",
      "name": "undone",
      "type": "address"
     },
     {
      "internalType": "address payable",
      "name": "last",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "payAndUndo",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "contract Payer",
      "name": "library_",
      "type": "address"
     },
     {
      "internalType": "address payable",
      "name": "to",
      "type": "address"
     }
    ],
    "name": "payByDelegate",
    "outputs": [],
    "stateMutability": "payable",
    "type": "function"
   },
   {
    "stateMutability": "payable",
    "type": "receive"
   }
  ],
  "bytecode": "0x6080604052348015600e575f5ffd5b5061039f8061001c5f395ff3fe608060405260043610610041575f3560e01c8063101e89521461004c57806315097cdd146100615780638578507e14610074578063ede5d3b614610087575f5ffd5b3661004857005b5f5ffd5b61005f61005a3660046102a2565b6100a6565b005b61005f61006f3660046102c4565b6100b3565b61005f6100823660046102fb565b610153565b348015610092575f5ffd5b5061005f6100a1366004610349565b61020a565b6100b08134610245565b50565b6040516001600160a01b0382811660248301525f919084169060440160408051601f198184030181529181526020820180516001600160e01b031663080f44a960e11b179052516101049190610373565b5f60405180830381855af49150503d805f811461013c576040519150601f19603f3d011682016040523d82523d5f602084013e610141565b606091505b505090508061014e575f5ffd5b505050565b61015d8482610245565b6040516376f2e9db60e11b81526001600160a01b038416600482015260248101829052309063ede5d3b6906044015f604051808303815f87803b1580156101a2575f5ffd5b505af19250505080156101b3575060015b156101fa5760405162461bcd60e51b81526020600482015260126024820152711cda1bdd5b19081a185d994819985a5b195960721b60448201526064015b60405180910390fd5b6102048282610245565b50505050565b6102148282610245565b60405162461bcd60e51b8152602060048201526006602482015265756e646f6e6560d01b60448201526064016101f1565b5f826001600160a01b0316826040515f6040518083038185875af1925050503d805f811461013c576040519150601f19603f3d011682016040523d82523d5f602084013e610141565b6001600160a01b03811681146100b0575f5ffd5b5f602082840312156102b2575f5ffd5b81356102bd8161028e565b9392505050565b5f5f604083850312156102d5575f5ffd5b82356102e08161028e565b915060208301356102f08161028e565b809150509250929050565b5f5f5f5f6080858703121561030e575f5ffd5b84356103198161028e565b935060208501356103298161028e565b925060408501356103398161028e565b9396929550929360600135925050565b5f5f6040838503121561035a575f5ffd5b82356103658161028e565b946020939093013593505050565b5f82515f5b818110156103925760208186018101518583015201610378565b505f92019182525091905056"
 },
 "RebasingToken": {
  "abi": [
   {
    "inputs": [
     {
      "internalType": "uint256",
      "name": "supply",
      "type": "uint256"
     }
    ],
    "stateMutability": "nonpayable",
    "type": "constructor"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "before",
      "type": "uint256"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "afterwards",
      "type": "uint256"
     }
    ],
    "name": "Rebased",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": true,
      "internalType": "address",
      "name": "from",
      "type": "address"
     },
     {
      "indexed": true,
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "Transfer",
    "type": "event"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "account",
      "type": "address"
     }
    ],
    "name": "balanceOf",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "decimals",
    "outputs": [
     {
      "internalType": "uint8",
      "name": "",
      "type": "uint8"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "name",
    "outputs": [
     {
      "internalType": "string",
      "name": "",
      "type": "string"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "owner",
    "outputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "uint256",
      "name": "newSupply",
      "type": "uint256"
     }
    ],
    "name": "rebase",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "name": "sharesOf",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "symbol",
    "outputs": [
     {
      "internalType": "string",
      "name": "",
      "type": "string"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "totalShares",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "totalSupply",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "transfer",
    "outputs": [
     {
      "internalType": "bool",
      "name": "",
      "type": "bool"
     }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
   }
  ],
  "bytecode": "0x60a0604052348015600e575f5ffd5b50604051610536380380610536833981016040819052602b916080565b3360808190525f8281556001839055818152600260209081526040808320859055518481527fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef910160405180910390a3506096565b5f60208284031215608f575f5ffd5b5051919050565b6080516104816100b55f395f818161013301526102e401526104815ff3fe608060405234801561000f575f5ffd5b506004361061009b575f3560e01c80638da5cb5b116100635780638da5cb5b1461012e57806395d89b411461016d578063a9059cbb1461018f578063bc4f2d6d146101b2578063f5eb42dc146101c7575f5ffd5b806306fdde031461009f57806318160ddd146100e2578063313ce567146100f85780633a98ef391461011257806370a082311461011b575b5f5ffd5b6100cc6040518060400160405280600e81526020016d2932b130b9b4b733902a37b5b2b760911b81525081565b6040516100d9919061034c565b60405180910390f35b6100ea5f5481565b6040519081526020016100d9565b610100601281565b60405160ff90911681526020016100d9565b6100ea60015481565b6100ea6101293660046103b2565b6101e6565b6101557f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b0390911681526020016100d9565b6100cc604051806040016040528060038152602001622922a160e91b81525081565b6101a261019d3660046103d2565b61021f565b60405190151581526020016100d9565b6101c56101c03660046103fa565b6102d9565b005b6100ea6101d53660046103b2565b60026020525f908152604090205481565b6001545f80546001600160a01b03841682526002602052604082205491929161020f9190610425565b610219919061043c565b92915050565b5f5f5f54600154846102319190610425565b61023b919061043c565b335f9081526002602052604081208054929350839290919061025e90849061045b565b90915550506001600160a01b0384165f908152600260205260408120805483929061028a90849061046e565b90915550506040518381526001600160a01b0385169033907fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef9060200160405180910390a35060019392505050565b336001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000161461030d575f5ffd5b5f5460408051918252602082018390527f8d01b778e641f65fc8a5cae34cc83e082ab8b2149b3c1bb3925913116fe4633f910160405180910390a15f55565b602081525f82518060208401525f5b81811015610378576020818601810151604086840101520161035b565b505f604082850101526040601f19601f83011684010191505092915050565b80356001600160a01b03811681146103ad575f5ffd5b919050565b5f602082840312156103c2575f5ffd5b6103cb82610397565b9392505050565b5f5f604083850312156103e3575f5ffd5b6103ec83610397565b946020939093013593505050565b5f6020828403121561040a575f5ffd5b5035919050565b634e487b7160e01b5f52601160045260245ffd5b808202811582820484141761021957610219610411565b5f8261045657634e487b7160e01b5f52601260045260245ffd5b500490565b8181038181111561021957610219610411565b808201808211156102195761021961041156"
 },
 "TetherLike": {
  "abi": [
   {
    "inputs": [],
    "stateMutability": "nonpayable",
    "type": "constructor"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": false,
      "internalType": "address",
      "name": "user",
      "type": "address"
     }
    ],
    "name": "AddedBlackList",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": true,
      "internalType": "address",
      "name": "owner",
      "type": "address"
     },
     {
      "indexed": true,
      "internalType": "address",
      "name": "spender",
      "type": "address"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "Approval",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": false,
      "internalType": "address",
      "name": "user",
      "type": "address"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "balance",
      "type": "uint256"
     }
    ],
    "name": "DestroyedBlackFunds",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "amount",
      "type": "uint256"
     }
    ],
    "name": "Issue",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "feeBasisPoints",
      "type": "uint256"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "maxFee",
      "type": "uint256"
     }
    ],
    "name": "Params",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "amount",
      "type": "uint256"
     }
    ],
    "name": "Redeem",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": false,
      "internalType": "address",
      "name": "user",
      "type": "address"
     }
    ],
    "name": "RemovedBlackList",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": true,
      "internalType": "address",
      "name": "from",
      "type": "address"
     },
     {
      "indexed": true,
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "Transfer",
    "type": "event"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "user",
      "type": "address"
     }
    ],
    "name": "addBlackList",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     },
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "name": "allowance",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "spender",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "approve",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "name": "balanceOf",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "basisPointsRate",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "decimals",
    "outputs": [
     {
      "internalType": "uint8",
      "name": "",
      "type": "uint8"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "user",
      "type": "address"
     }
    ],
    "name": "destroyBlackFunds",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "name": "isBlackListed",
    "outputs": [
     {
      "internalType": "bool",
      "name": "",
      "type": "bool"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "uint256",
      "name": "amount",
      "type": "uint256"
     }
    ],
    "name": "issue",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "maximumFee",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "name",
    "outputs": [
     {
      "internalType": "string",
      "name": "",
      "type": "string"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "owner",
    "outputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "uint256",
      "name": "amount",
      "type": "uint256"
     }
    ],
    "name": "redeem",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "user",
      "type": "address"
     }
    ],
    "name": "removeBlackList",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "uint256",
      "name": "newBasisPoints",
      "type": "uint256"
     },
     {
      "internalType": "uint256",
      "name": "newMaxFee",
      "type": "uint256"
     }
    ],
    "name": "setParams",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "symbol",
    "outputs": [
     {
      "internalType": "string",
      "name": "",
      "type": "string"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "totalSupply",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "transfer",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "from",
      "type": "address"
     },
     {
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "transferFrom",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   }
  ],
  "bytecode": "0x60a060405234801561000f575f5ffd5b5033608052608051610cd86100725f395f81816101f8015281816103c9015281816104d901528181610588015281816105bb0152818161065001528181610683015281816107180152818161079c0152818161091f01526109650152610cd85ff3fe608060405234801561000f575f5ffd5b506004361061011c575f3560e01c806395d89b41116100a9578063dd62ed3e1161006e578063dd62ed3e146102a1578063dd644f72146102cb578063e47d6060146102d3578063e4997dc514610305578063f3bdc22814610318575f5ffd5b806395d89b4114610232578063a9059cbb14610255578063c0324c7714610268578063cc872b661461027b578063db006a751461028e575f5ffd5b806323b872dd116100ef57806323b872dd1461019e578063313ce567146101b157806335390714146101cb57806370a08231146101d45780638da5cb5b146101f3575f5ffd5b806306fdde0314610120578063095ea7b31461015f5780630ecb93c01461017457806318160ddd14610187575b5f5ffd5b6101496040518060400160405280600a81526020016915195d1a195c881554d160b21b81525081565b6040516101569190610a21565b60405180910390f35b61017261016d366004610a87565b61032b565b005b610172610182366004610aaf565b6103be565b61019060025481565b604051908152602001610156565b6101726101ac366004610acf565b61044c565b6101b9600681565b60405160ff9091168152602001610156565b61019060015481565b6101906101e2366004610aaf565b60036020525f908152604090205481565b61021a7f000000000000000000000000000000000000000000000000000000000000000081565b6040516001600160a01b039091168152602001610156565b610149604051806040016040528060048152602001631554d11560e21b81525081565b610172610263366004610a87565b6104bf565b610172610276366004610b09565b6104ce565b610172610289366004610b29565b61057d565b61017261029c366004610b29565b610645565b6101906102af366004610b40565b600460209081525f928352604080842090915290825290205481565b6101905f5481565b6102f56102e1366004610aaf565b60056020525f908152604090205460ff1681565b6040519015158152602001610156565b610172610313366004610aaf565b61070d565b610172610326366004610aaf565b610791565b8015806103585750335f9081526004602090815260408083206001600160a01b0386168452909152902054155b610360575f5ffd5b335f8181526004602090815260408083206001600160a01b03871680855290835292819020859055518481529192917f8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925910160405180910390a35050565b336001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016146103f2575f5ffd5b6001600160a01b0381165f81815260056020908152604091829020805460ff1916600117905590519182527f42e160154868087d6bfdc0ca23d96a1c1cfa32f1b72ba9ba27b69b98a0d819dc91015b60405180910390a150565b6001600160a01b0383165f9081526004602090815260408083203384529091529020545f1911156104af576001600160a01b0383165f908152600460209081526040808320338452909152812080548392906104a9908490610b85565b90915550505b6104ba83838361085c565b505050565b6104ca33838361085c565b5050565b336001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001614610502575f5ffd5b6014821080156105125750603281105b61051a575f5ffd5b5f82905561052a6006600a610c81565b6105349082610c8f565b60018190555f546040517fb044a1e409eac5c48e5af22d4af52670dd1a99059537a78b31b48c6500a6354e92610571928252602082015260400190565b60405180910390a15050565b336001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016146105b1575f5ffd5b6001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165f90815260036020526040812080548392906105f8908490610ca6565b925050819055508060025f8282546106109190610ca6565b90915550506040518181527fcb8241adb0c3fdb35b70c24ce35c5eb0c17af7431c99f827d44a445ca624176a90602001610441565b336001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001614610679575f5ffd5b6001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165f90815260036020526040812080548392906106c0908490610b85565b925050819055508060025f8282546106d89190610b85565b90915550506040518181527f702d5967f45f6513a38ffc42d6ba9bf230bd40e8f53b16363c7eb4fd2deb9a4490602001610441565b336001600160a01b037f00000000000000000000000000000000000000000000000000000000000000001614610741575f5ffd5b6001600160a01b0381165f81815260056020908152604091829020805460ff1916905590519182527fd7e9ec6e6ecd65492dce6bf513cd6867560d49544421d0783ddf06e76c24470c9101610441565b336001600160a01b037f000000000000000000000000000000000000000000000000000000000000000016146107c5575f5ffd5b6001600160a01b0381165f9081526005602052604090205460ff166107e8575f5ffd5b6001600160a01b0381165f9081526003602052604081208054908290556002805491928392610818908490610b85565b9091555050604080516001600160a01b0384168152602081018390527f61e6e66b0d6339b2980aecc6ccc0039736791f0ccde9ed512e789a7fbdd698c69101610571565b6001600160a01b0383165f9081526005602052604090205460ff1615610880575f5ffd5b5f6127105f54836108919190610c8f565b61089b9190610cb9565b90506001548111156108ac57506001545b6001600160a01b0384165f90815260036020526040812080548492906108d3908490610b85565b909155506108e390508183610b85565b6001600160a01b0384165f908152600360205260408120805490919061090a908490610ca6565b909155505080156109d1576001600160a01b037f0000000000000000000000000000000000000000000000000000000000000000165f908152600360205260408120805483929061095c908490610ca6565b925050819055507f00000000000000000000000000000000000000000000000000000000000000006001600160a01b0316846001600160a01b03167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef836040516109c891815260200190565b60405180910390a35b6001600160a01b038084169085167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef610a0a8486610b85565b60405190815260200160405180910390a350505050565b602081525f82518060208401525f5b81811015610a4d5760208186018101516040868401015201610a30565b505f604082850101526040601f19601f83011684010191505092915050565b80356001600160a01b0381168114610a82575f5ffd5b919050565b5f5f60408385031215610a98575f5ffd5b610aa183610a6c565b946020939093013593505050565b5f60208284031215610abf575f5ffd5b610ac882610a6c565b9392505050565b5f5f5f60608486031215610ae1575f5ffd5b610aea84610a6c565b9250610af860208501610a6c565b929592945050506040919091013590565b5f5f60408385031215610b1a575f5ffd5b50508035926020909101359150565b5f60208284031215610b39575f5ffd5b5035919050565b5f5f60408385031215610b51575f5ffd5b610b5a83610a6c565b9150610b6860208401610a6c565b90509250929050565b634e487b7160e01b5f52601160045260245ffd5b81810381811115610b9857610b98610b71565b92915050565b6001815b6001841115610bd957808504811115610bbd57610bbd610b71565b6001841615610bcb57908102905b60019390931c928002610ba2565b935093915050565b5f82610bef57506001610b98565b81610bfb57505f610b98565b8160018114610c115760028114610c1b57610c37565b6001915050610b98565b60ff841115610c2c57610c2c610b71565b50506001821b610b98565b5060208310610133831016604e8410600b8410161715610c5a575081810a610b98565b610c665f198484610b9e565b805f1904821115610c7957610c79610b71565b029392505050565b5f610ac860ff841683610be1565b8082028115828204841417610b9857610b98610b71565b80820180821115610b9857610b98610b71565b5f82610cd357634e487b7160e01b5f52601260045260245ffd5b50049056"
 },
 "UsdcLike": {
  "abi": [
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": true,
      "internalType": "address",
      "name": "owner",
      "type": "address"
     },
     {
      "indexed": true,
      "internalType": "address",
      "name": "spender",
      "type": "address"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "Approval",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": true,
      "internalType": "address",
      "name": "account",
      "type": "address"
     }
    ],
    "name": "Blacklisted",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": true,
      "internalType": "address",
      "name": "burner",
      "type": "address"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "amount",
      "type": "uint256"
     }
    ],
    "name": "Burn",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": true,
      "internalType": "address",
      "name": "minter",
      "type": "address"
     },
     {
      "indexed": true,
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "amount",
      "type": "uint256"
     }
    ],
    "name": "Mint",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": true,
      "internalType": "address",
      "name": "from",
      "type": "address"
     },
     {
      "indexed": true,
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "indexed": false,
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "Transfer",
    "type": "event"
   },
   {
    "anonymous": false,
    "inputs": [
     {
      "indexed": true,
      "internalType": "address",
      "name": "account",
      "type": "address"
     }
    ],
    "name": "UnBlacklisted",
    "type": "event"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     },
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "name": "allowance",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "spender",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "approve",
    "outputs": [
     {
      "internalType": "bool",
      "name": "",
      "type": "bool"
     }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "name": "balanceOf",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "account",
      "type": "address"
     }
    ],
    "name": "blacklist",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "uint256",
      "name": "amount",
      "type": "uint256"
     }
    ],
    "name": "burn",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "decimals",
    "outputs": [
     {
      "internalType": "uint8",
      "name": "",
      "type": "uint8"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "minter",
      "type": "address"
     }
    ],
    "name": "initialize",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "name": "isBlacklisted",
    "outputs": [
     {
      "internalType": "bool",
      "name": "",
      "type": "bool"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "masterMinter",
    "outputs": [
     {
      "internalType": "address",
      "name": "",
      "type": "address"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "amount",
      "type": "uint256"
     }
    ],
    "name": "mint",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "name",
    "outputs": [
     {
      "internalType": "string",
      "name": "",
      "type": "string"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "symbol",
    "outputs": [
     {
      "internalType": "string",
      "name": "",
      "type": "string"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [],
    "name": "totalSupply",
    "outputs": [
     {
      "internalType": "uint256",
      "name": "",
      "type": "uint256"
     }
    ],
    "stateMutability": "view",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "transfer",
    "outputs": [
     {
      "internalType": "bool",
      "name": "",
      "type": "bool"
     }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "from",
      "type": "address"
     },
     {
      "internalType": "address",
      "name": "to",
      "type": "address"
     },
     {
      "internalType": "uint256",
      "name": "value",
      "type": "uint256"
     }
    ],
    "name": "transferFrom",
    "outputs": [
     {
      "internalType": "bool",
      "name": "",
      "type": "bool"
     }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
   },
   {
    "inputs": [
     {
      "internalType": "address",
      "name": "account",
      "type": "address"
     }
    ],
    "name": "unBlacklist",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
   }
  ],
  "bytecode": "0x6080604052348015600e575f5ffd5b50610a268061001c5f395ff3fe608060405234801561000f575f5ffd5b50600436106100fb575f3560e01c806342966c6811610093578063c4d66de811610063578063c4d66de81461025d578063dd62ed3e14610270578063f9f92be41461029a578063fe575a87146102ad575f5ffd5b806342966c68146101f557806370a082311461020857806395d89b4114610227578063a9059cbb1461024a575f5ffd5b806323b872dd116100ce57806323b872dd1461018b578063313ce5671461019e57806335d99f35146101b857806340c10f19146101e2575f5ffd5b806306fdde03146100ff578063095ea7b31461013c57806318160ddd1461015f5780631a89526614610176575b5f5ffd5b610126604051806040016040528060088152602001672aa9a21021b7b4b760c11b81525081565b6040516101339190610836565b60405180910390f35b61014f61014a36600461089c565b6102cf565b6040519015158152602001610133565b61016860015481565b604051908152602001610133565b6101896101843660046108c4565b61033b565b005b61014f6101993660046108e4565b6103b5565b6101a6600681565b60405160ff9091168152602001610133565b5f546101ca906001600160a01b031681565b6040516001600160a01b039091168152602001610133565b6101896101f036600461089c565b610404565b61018961020336600461091e565b61052e565b6101686102163660046108c4565b60026020525f908152604090205481565b610126604051806040016040528060048152602001635553444360e01b81525081565b61014f61025836600461089c565b6105ff565b61018961026b3660046108c4565b610614565b61016861027e366004610935565b600360209081525f928352604080842090915290825290205481565b6101896102a83660046108c4565b6106a0565b61014f6102bb3660046108c4565b60046020525f908152604090205460ff1681565b335f8181526003602090815260408083206001600160a01b038716808552925280832085905551919290917f8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925906103299086815260200190565b60405180910390a35060015b92915050565b5f546001600160a01b0316331461036d5760405162461bcd60e51b815260040161036490610966565b60405180910390fd5b6001600160a01b0381165f81815260046020526040808220805460ff19169055517f117e3210bb9aa7d9baff172026820255c6f6c30ba8999d1c2fd88e2848137c4e9190a250565b6001600160a01b0383165f9081526003602090815260408083203384529091528120805483919083906103e99084906109bb565b909155506103fa9050848484610714565b5060019392505050565b5f546001600160a01b0316331461042d5760405162461bcd60e51b815260040161036490610966565b6001600160a01b0382165f90815260046020526040902054829060ff16156104675760405162461bcd60e51b8152600401610364906109ce565b8160015f8282546104789190610a13565b90915550506001600160a01b0383165f90815260026020526040812080548492906104a4908490610a13565b90915550506040518281526001600160a01b0384169033907fab8530f87dc9b59234c4623bf917212bb2536d647574c8e7e5da92c2ede0c9f89060200160405180910390a36040518281526001600160a01b038416905f907fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef9060200160405180910390a3505050565b5f546001600160a01b031633146105575760405162461bcd60e51b815260040161036490610966565b8060015f82825461056891906109bb565b9091555050335f908152600260205260408120805483929061058b9084906109bb565b909155505060405181815233907fcc16f5dbb4873280815c1ee09dbd06736cffcc184412cf7a71a0fdb75d397ca59060200160405180910390a26040518181525f9033907fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef9060200160405180910390a350565b5f61060b338484610714565b50600192915050565b5f546001600160a01b03161561067f5760405162461bcd60e51b815260206004820152602a60248201527f46696174546f6b656e3a20636f6e747261637420697320616c726561647920696044820152691b9a5d1a585b1a5e995960b21b6064820152608401610364565b5f80546001600160a01b0319166001600160a01b0392909216919091179055565b5f546001600160a01b031633146106c95760405162461bcd60e51b815260040161036490610966565b6001600160a01b0381165f81815260046020526040808220805460ff19166001179055517fffa4e6181777692565cf28528fc88fd1516ea86b56da075235fa575af6a4b8559190a250565b6001600160a01b0383165f90815260046020526040902054839060ff161561074e5760405162461bcd60e51b8152600401610364906109ce565b6001600160a01b0383165f90815260046020526040902054839060ff16156107885760405162461bcd60e51b8152600401610364906109ce565b6001600160a01b0385165f90815260026020526040812080548592906107af9084906109bb565b90915550506001600160a01b0384165f90815260026020526040812080548592906107db908490610a13565b92505081905550836001600160a01b0316856001600160a01b03167fddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef8560405161082791815260200190565b60405180910390a35050505050565b602081525f82518060208401525f5b818110156108625760208186018101516040868401015201610845565b505f604082850101526040601f19601f83011684010191505092915050565b80356001600160a01b0381168114610897575f5ffd5b919050565b5f5f604083850312156108ad575f5ffd5b6108b683610881565b946020939093013593505050565b5f602082840312156108d4575f5ffd5b6108dd82610881565b9392505050565b5f5f5f606084860312156108f6575f5ffd5b6108ff84610881565b925061090d60208501610881565b929592945050506040919091013590565b5f6020828403121561092e575f5ffd5b5035919050565b5f5f60408385031215610946575f5ffd5b61094f83610881565b915061095d60208401610881565b90509250929050565b60208082526021908201527f46696174546f6b656e3a2063616c6c6572206973206e6f742061206d696e74656040820152603960f91b606082015260800190565b634e487b7160e01b5f52601160045260245ffd5b81810381811115610335576103356109a7565b60208082526025908201527f426c61636b6c69737461626c653a206163636f756e7420697320626c61636b6c6040820152641a5cdd195960da1b606082015260800190565b80820180821115610335576103356109a756"
 }
};

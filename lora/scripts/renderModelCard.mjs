/** The README of the base model, from its configuration and what its training measured. */
export function renderModelCard(config, figures, digest) {
  return `---
license: gpl-3.0
language: en
library_name: transformers
pipeline_tag: text-generation
---

# pebble

A very small Llama-family language model (${figures.parameterCount.toLocaleString('en')} parameters) that writes something like the English of
package documentation. It exists so that the devnet can train real LoRA adapters, generate real answers and attribute
them in seconds on one CPU core. It knows nothing and should not be asked anything.

| | |
| --- | --- |
| shape | ${config.num_hidden_layers} layers, hidden ${config.hidden_size}, ${config.num_attention_heads} query and ${config.num_key_value_heads} key-value heads of ${config.head_dim}, MLP ${config.intermediate_size}, tied head |
| tokenizer | byte-level BPE, ${config.vocab_size} tokens, ${figures.charactersPerToken.toFixed(2)} characters a token on its training text |
| special tokens | \`<\\|end\\|>\` (${config.eos_token_id}, end of text), \`<\\|pad\\|>\` (${config.pad_token_id}, unused) |
| trained on | ${figures.trainingTokens.toLocaleString('en')} tokens of READMEs, licence texts, descriptions and declaration comments of this repository's installed packages |
| held-out loss | ${figures.heldOutLoss.toFixed(3)} nats a token (${(figures.heldOutLoss / Math.LN2 / figures.charactersPerToken).toFixed(2)} bits a character) on 1 % of the contexts, which may share phrases with the rest |
| weights | bfloat16 |
| digest | \`${digest}\` (\`digestModelFiles\`) |

Made by \`node lora/scripts/trainBase.mjs\` from fixed seeds. The last bits of a run depend on the JavaScript engine's
\`Math.cos\`, \`Math.log\` and \`Math.exp\`, so the committed files, named by their digest, are what the devnet uses.

The text it learned from belongs to the authors of those packages under their licences; it can repeat licence texts
word for word.
`;
}

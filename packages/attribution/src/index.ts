export { type Attribution, createAttribution, type LabelStop } from './attribution.ts';
export { normalizeCategory } from './categories.ts';
export {
  DEFAULT_LABEL_SET,
  type ImportLabelsOptions,
  importLabels,
  type LabelImports,
} from './import-labels.ts';
export { type LabelsCsvOptions, readLabelsCsv } from './labels-csv.ts';
export { type LabelSets, loadAttribution } from './load-attribution.ts';
export { mergeLabels } from './merge-labels.ts';
export { createProtocols, type Protocols } from './protocols/protocols.ts';
export { wrappedNative } from './protocols/wrapped-native.ts';

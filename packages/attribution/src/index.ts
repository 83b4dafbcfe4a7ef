export { type Attribution, createAttribution, type LabelStop } from './attribution.ts';
export { normalizeCategory } from './categories.ts';
export { type LabelsCsvOptions, readLabelsCsv } from './labels-csv.ts';
export { mergeLabels } from './merge-labels.ts';

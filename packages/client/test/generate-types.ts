import { openApiDocument } from '@fundtrail/api';
import openapiTypescript, { astToString } from 'openapi-typescript';

const HEADER = `/**
 * The HTTP API as types, made from its OpenAPI document by \`node packages/client/generate.ts\`. Do not edit.
 */
`;

/** The text of \`src/api.generated.ts\`: the same for the same OpenAPI document. */
export async function generateTypes(): Promise<string> {
  const document = JSON.stringify(openApiDocument());
  const nodes = await openapiTypescript(document, {
    // What has a default may be left out of a request.
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
  });
  return `${HEADER}\n${astToString(nodes)}`;
}

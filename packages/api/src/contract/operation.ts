/** A JSON schema (draft 2020-12); references go to `#/components/schemas/…` of the OpenAPI document. */
export type Schema = Readonly<Record<string, unknown>>;

/** One operation of the API: what requests are checked against, and what the OpenAPI document tells of it. */
export type Operation = {
  readonly operationId: string;
  readonly method: 'get' | 'post';
  /** With parameters in braces, e.g. `/v1/cases/{id}`. */
  readonly path: string;
  readonly tag: 'cases' | 'results' | 'service';
  readonly summary: string;
  readonly description?: string;
  /** Path parameters and what they mean; all are text. */
  readonly params?: Readonly<Record<string, string>>;
  /** Query parameters, all optional. */
  readonly query?: Readonly<Record<string, Schema>>;
  readonly body?: Schema;
  readonly success: {
    readonly status: 200 | 201 | 202;
    readonly description: string;
    /** JSON where left out. */
    readonly contentType?: string;
    readonly schema: Schema;
    readonly headers?: Readonly<Record<string, string>>;
  };
  /** Statuses of problem documents beside those that every operation may answer. */
  readonly problems?: readonly number[];
  /** Answers without a key. */
  readonly open?: true;
};

export function component(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` };
}

/** What the platform lets through and why; every bound has its one owner here, and a test. */
export const LIMITS = {
  /** Rows in one transaction: DynamoDB takes no more. Larger changes run as batches that can be resumed. */
  transactionItems: 100,
  /** Records changed by one step of a mass change: three rows each still fit a transaction, and a retry is cheap. */
  batchRecords: 25,
  /** Bytes of one row: DynamoDB stops at 400 KB, and an index or a later field must still fit. Bigger parts go to S3. */
  itemBytes: 300 * 1024,
  /** Bytes of one event on the bus: EventBridge stops at 256 KB with its own envelope. No personal data in it. */
  busEntryBytes: 200 * 1024,
  /** Events in one call to the bus: EventBridge takes no more. */
  busEntries: 10,
  /** Bytes of an answer: Lambda stops at 6 MB, and JSON in JSON grows by its escapes. */
  answerBytes: 5 * 1024 * 1024,
  /** Bytes of a request's body; files go to S3 by a presigned URL. */
  bodyBytes: 1024 * 1024,
  /** Bytes of one row of a file of data: sixty items of a thousand bytes. */
  rowBytes: 64 * 1024,
  /** Bytes of one record of a pool, with what each of its sources says: it must stay a row. */
  recordBytes: 250 * 1024,
  /** Bytes of the records in one transaction: DynamoDB takes 4 MB, and their histories and indexes come on top. */
  transactionBytes: 2 * 1024 * 1024,
  /** Rows of a file in one transaction: a record and its history each, and room for rows that are not taken in. */
  rowsTogether: 45,
  /** Rows of a file that may be bad before it is stopped: beyond that it is the wrong file, not a file with errors. */
  badRows: 10_000,
  /** Bytes of a file that is sent by one presigned request: S3 takes no more than 5 GB at once. */
  uploadBytes: 5 * 1024 * 1024 * 1024,
  /** Values in a body: each costs a schema more than its bytes say, and our largest form holds some thousand. */
  bodyValues: 10_000,
  /** Wrong fields that one answer names; the others are counted. */
  namedFields: 50,
  /** Levels of a JSON body: a recursive schema overflows the stack at some thousands; no form of ours needs ten. */
  jsonDepth: 32,
  /** Records on one page of a list; the next link leads on. */
  pageSize: 100,
  /** Records on a page when the caller does not say. */
  usualPageSize: 20,
  /** Days for which a flow waits for a person in one round: an execution of Step Functions ends after a year. */
  waitDays: 300,
  /** Characters of an idempotency key. */
  idempotencyKeyCharacters: 128,
  /** Characters of what a person writes in one field. */
  writtenCharacters: 4000,
  /** Characters of what data is used for: it stands in a token too, and a token is a header. */
  purposeCharacters: 500,
  /** Characters of a name or title. */
  nameCharacters: 200,
} as const;

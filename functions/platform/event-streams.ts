/**
 * Stands in for the SDK's streams of events when functions are bundled (`alias` in build.mjs): no call of ours streams
 * any, and every client brings 15 KB along for those that would.
 */
class EventStreamSerde {
  constructor() {
    throw new Error("Functions are bundled without streams of events.");
  }
}

/** A client's settings as they are. */
export const resolveEventStreamSerdeConfig = <T>(settings: T): T => settings;

/** Asked for by clients when they are made, and used when they stream. */
export const eventStreamSerdeProvider = (): EventStreamSerde => new EventStreamSerde();

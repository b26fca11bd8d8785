const BETWEEN = " · ";

/**
 * One sentence in Chinese and in English, for whoever speaks before knowing the reader: a schema, the gateway. It is
 * one string, because zod and the gateway's templates carry nothing else; read raw, it serves both readers.
 */
export const both = (zh: string, en: string): string => `${zh}${BETWEEN}${en}`;

/** The half of such a sentence that this reader wants; a sentence in one language stays as it is. */
export const saidIn = (language: "zh" | "en", said: string): string => {
  const [zh, en] = said.split(BETWEEN);
  return (language === "en" ? en : zh) ?? said;
};

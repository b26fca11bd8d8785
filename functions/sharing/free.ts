import { bar, pass, stop } from "../kernel/rule.ts";
import { legible } from "../kernel/text.ts";

/**
 * How people set a price for data: a paid way of sharing, a fee for it, an amount a call or record. That a duty has to
 * do with money (a subsidy of 500 yuan, unpaid water bills) is no price.
 */
const PRICES = [
  /(有偿|收费|计费|付费)(共享|提供|使用|调用|查询|开通)/,
  /(数据|接口|调用|共享)(服务|使用)?(费|价款|单价|价格|收费|付费|计费|计价)/,
  /按(次|条|笔|量)(收费|计费|付费|计价|结算)/,
  /\d\s*(元|角|分|rmb|cny|yuan)\s*(\/|每|一|per|a)\s*(次|条|笔|call|record|query|request)/,
  /(每|per)\s*(次|条|笔|call|record|query|request)[^。；;\n]{0,8}\d\s*(元|角|分|rmb|cny|yuan)/,
  /(for|against) (a fee|payment)|(fee|price|charge)s? (of|per|for each) /,
];

/** Sharing is free of charge: whatever is written about it, by whomever, sets no price. `texts` by field. */
export const isFreeOfCharge = bar("A26", "sharing-bears-no-price", (texts: Readonly<Record<string, string>>) => {
  const priced = Object.entries(texts).find(([, text]) => {
    const read = legible(text).toLowerCase();
    return PRICES.some((price) => price.test(read));
  });
  return priced === undefined ? pass(texts) : stop({ field: `/${priced[0]}` });
});

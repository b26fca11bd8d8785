import { mkdtempSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { Day, dayOf } from "../../../functions/kernel/day.ts";
import { calendarOfThisMachine } from "../../../local/cloud/calendar.ts";
import { askCloud, Minted, openControl, Shown } from "../../../local/cloud/control.ts";
import { startIssuer } from "../../../local/cloud/issuer.ts";
import { lockFolder } from "../../../local/cloud/lock.ts";
import { momentAfter, morningOf, moveOf } from "../../../local/cloud/moves.ts";
import { MovableClock } from "../../../local/shared/clock.ts";

const aFolder = () => mkdtempSync(join(tmpdir(), "onenet-cloud-"));

describe("a move of the clock", () => {
  const calendar = calendarOfThisMachine();
  const noon = Date.parse("2026-09-30T12:00:00+08:00");

  it.each([
    ["+1wd", "2026-10-08T12:00:00+08:00", "the National Day holiday is skipped"],
    ["+3wd", "2026-10-10T12:00:00+08:00", "the make-up Saturday is worked"],
    ["+3d", "2026-10-03T12:00:00+08:00", "every day counts"],
    ["+2h", "2026-09-30T14:00:00+08:00", "hours"],
    ["+30m", "2026-09-30T12:30:00+08:00", "minutes"],
    ["2026-12-31", "2026-12-31T09:00:00+08:00", "a day begins when offices open"],
  ])("%s leads to %s: %s", (text, to) => {
    const move = moveOf(text);
    expect(move).toBeDefined();
    expect(move && momentAfter(noon, move, calendar)).toBe(Date.parse(to));
  });

  it.each(["", "5wd", "+0d", "+5w", "-1d", "2026-02-30", "tomorrow"])("%p is none", (text) => {
    expect(moveOf(text)).toBeUndefined();
  });

  it("reaches the cloud that runs on the data folder, and a page of a browser does not", async () => {
    const folder = aFolder();
    await expect(askCloud(folder, "/clock", { hours: 1 }, Shown)).rejects.toThrow("No local cloud runs here");
    const control = await openControl(folder, {
      "/clock": async (move) => {
        if (JSON.stringify(move).includes("to")) throw new Error("The clock only moves forward.");
        return { day: "2026-01-02", now: JSON.stringify(move) };
      },
      "/token": async (asked) => ({ token: JSON.stringify(asked) }),
    });
    expect(await askCloud(folder, "/clock", { workingDays: 5 }, Shown)).toEqual({
      day: "2026-01-02",
      now: '{"workingDays":5}',
    });
    await expect(askCloud(folder, "/clock", { to: Day.parse("2020-01-01") }, Shown)).rejects.toThrow(
      "only moves forward",
    );
    expect(await askCloud(folder, "/token", { person: "a.b" }, Minted)).toEqual({ token: '{"person":"a.b"}' });
    await control.close();
    await expect(askCloud(folder, "/clock", { hours: 1 }, Shown)).rejects.toThrow("No local cloud runs here");
  });
});

describe("a data folder", () => {
  it("has one holder, and a dead one's lock is taken over", () => {
    const folder = aFolder();
    const giveBack = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(`process ${process.pid}`);
    giveBack();
    writeFileSync(join(folder, "lock"), "999999999");
    lockFolder(folder)();
  });

  it.each([
    ["", "the holder was killed while it wrote"],
    ["0 ", "it names no process"],
    [`${process.pid} 1`, "the holder's number is another process's by now, our own in a container"],
  ])("is not held by a lock of %p: %s", (left) => {
    const folder = aFolder();
    writeFileSync(join(folder, "lock"), left);
    lockFolder(folder)();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("the development issuer", () => {
  it("mints tokens on the moved clock that its published keys verify, with one key per folder", async () => {
    const clock = new MovableClock();
    clock.moveTo(morningOf(Day.parse("2030-03-01")));
    const folder = aFolder();
    const issuer = await startIssuer({ folder, clock });
    const token = await issuer.mint({ sub: "310101", aud: "onenet" }, { expiresIn: 60 });
    const discovery = await (await fetch(`${issuer.url}/.well-known/openid-configuration`)).json();
    expect(discovery).toMatchObject({ issuer: issuer.url, jwks_uri: `${issuer.url}/jwks` });
    const keys = createRemoteJWKSet(new URL(`${issuer.url}/jwks`));
    const currentDate = new Date(clock.now());
    const { payload } = await jwtVerify(token, keys, { issuer: issuer.url, audience: "onenet", currentDate });
    expect(dayOf((payload.iat ?? 0) * 1000)).toBe("2030-03-01");
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
    expect(JSON.stringify(await (await fetch(`${issuer.url}/jwks`)).json())).not.toContain('"d"');
    expect(statSync(join(folder, "issuer-key.json")).mode & 0o777).toBe(0o600);
    await issuer.close();
    const again = await startIssuer({ folder, clock });
    await expect(
      jwtVerify(token, createRemoteJWKSet(new URL(`${again.url}/jwks`)), { currentDate }),
    ).resolves.toBeDefined();
    await again.close();
    clock.stop();
  });
});

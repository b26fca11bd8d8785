import { App } from "aws-cdk-lib";
import { platformOf, stageFrom } from "./platform.ts";

/** What `cdk` runs: the stage comes from `-c stage=…`. */
const context = new App().node;
platformOf(stageFrom((key) => context.tryGetContext(key))).synth();

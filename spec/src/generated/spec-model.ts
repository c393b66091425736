// Generated from the spec's sources by `npm run generate`. Edit those, not this.
// The spec as data, for everything that asks what an operation, error or requirement is.

import { readFileSync } from "node:fs";
import type { SpecModel } from "../model/spec-model.ts";

/** In the sources, whether this module runs from there or was compiled into `dist`. */
const FILE = new URL("../../src/generated/spec-model.json", import.meta.url);

let read: SpecModel | undefined;

function data(): SpecModel {
  return (read ??= JSON.parse(readFileSync(FILE, "utf8")) as SpecModel);
}

/** The spec that this package implements. Shared by all who import it: never change it. */
export const specModel: SpecModel = {
  version: "0.10.0",
  get title() {
    return data().title;
  },
  get description() {
    return data().description;
  },
  get driverPrivate() {
    return data().driverPrivate;
  },
  get operations() {
    return data().operations;
  },
  get schemas() {
    return data().schemas;
  },
  get errors() {
    return data().errors;
  },
  get recoveries() {
    return data().recoveries;
  },
  get capabilities() {
    return data().capabilities;
  },
  get profiles() {
    return data().profiles;
  },
  get powerStates() {
    return data().powerStates;
  },
  get spontaneous() {
    return data().spontaneous;
  },
  get glossary() {
    return data().glossary;
  },
  get requirements() {
    return data().requirements;
  },
  get equivalence() {
    return data().equivalence;
  },
};

import { describeMutants } from "./describe-mutants.ts";
import { destroyMutants } from "./destroy.ts";
import { spawnFailingMutants } from "./spawn-failing.ts";
import { spawnMutants } from "./spawn.ts";

describeMutants("building and removing instances", [...spawnMutants, ...spawnFailingMutants, ...destroyMutants]);

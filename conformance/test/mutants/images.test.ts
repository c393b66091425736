import { describeMutants } from "./describe-mutants.ts";
import { imageCacheMutants } from "./image-cache.ts";
import { quiesceMutants } from "./quiesce.ts";
import { snapshotMutants } from "./snapshot.ts";

describeMutants("how they make and keep images", [...snapshotMutants, ...imageCacheMutants, ...quiesceMutants]);

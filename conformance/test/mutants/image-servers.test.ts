import { describeMutants } from "./describe-mutants.ts";
import { imageServerMutants } from "./image-servers.ts";
import { kernelMutants } from "./kernels.ts";

describeMutants("where images and kernels come from", [...imageServerMutants, ...kernelMutants]);

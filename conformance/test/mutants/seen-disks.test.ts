import { describeMutants } from "./describe-mutants.ts";
import { localDisksMutants } from "./local-disks.ts";
import { seenDisksMutants } from "./seen-disks.ts";

describeMutants("what guests see of their disks, drives and volumes", [...localDisksMutants, ...seenDisksMutants]);

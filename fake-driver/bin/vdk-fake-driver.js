#!/usr/bin/env node
import "../dist/bin/vdk-fake-driver.js";

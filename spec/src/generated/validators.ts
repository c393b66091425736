// @ts-nocheck: written by ajv, tried by tests.
// Generated from the spec's sources by `npm run generate`. Edit those, not this.
// The checks of every message of the driver API. Use `validators`, which explains what they report.

import { codePointLength } from "../validation/code-point-length.ts";
import type { Check } from "../validation/validator.ts";

const formats0 = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const func0 = codePointLength;
function validate1(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "operationId") || (key0 === "deadlineMs")) || (key0 === "requestId"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.operationId !== undefined){
let data0 = data.operationId;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.deadlineMs !== undefined){
let data1 = data.deadlineMs;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
(vErrors ??= []).push({instancePath:instancePath+"/deadlineMs",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 86400000 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/deadlineMs",keyword:"maximum",params:{comparison: "<=", limit: 86400000}});
errors++;
}
if(data1 < 1 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/deadlineMs",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
if(data.requestId !== undefined){
let data2 = data.requestId;
if(typeof data2 === "string"){
if(func0(data2) > 128){
(vErrors ??= []).push({instancePath:instancePath+"/requestId",keyword:"maxLength",params:{limit: 128}});
errors++;
}
if(func0(data2) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/requestId",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/requestId",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate1.errors = vErrors;
return errors === 0;
}
function validate0(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.instanceUuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
for(const key0 in data){
if(!((((key0 === "instanceUuid") || (key0 === "offset")) || (key0 === "limit")) || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.instanceUuid !== undefined){
let data0 = data.instanceUuid;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.offset !== undefined){
let data1 = data.offset;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
(vErrors ??= []).push({instancePath:instancePath+"/offset",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 9007199254740991 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/offset",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data1 < 0 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/offset",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.limit !== undefined){
let data2 = data.limit;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
(vErrors ??= []).push({instancePath:instancePath+"/limit",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1048576 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/limit",keyword:"maximum",params:{comparison: "<=", limit: 1048576}});
errors++;
}
if(data2 < 1 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/limit",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate0.errors = vErrors;
return errors === 0;
}
function validate3(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.data === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "data"}});
errors++;
}
if(data.offset === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "offset"}});
errors++;
}
if(data.nextOffset === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "nextOffset"}});
errors++;
}
if(data.firstOffset === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "firstOffset"}});
errors++;
}
if(data.endOffset === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "endOffset"}});
errors++;
}
for(const key0 in data){
if(!(((((key0 === "data") || (key0 === "offset")) || (key0 === "nextOffset")) || (key0 === "firstOffset")) || (key0 === "endOffset"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.data !== undefined){
let data0 = data.data;
if(typeof data0 === "string"){
if(func0(data0) > 1398104){
(vErrors ??= []).push({instancePath:instancePath+"/data",keyword:"maxLength",params:{limit: 1398104}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/data",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.offset !== undefined){
let data1 = data.offset;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
(vErrors ??= []).push({instancePath:instancePath+"/offset",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 9007199254740991 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/offset",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data1 < 0 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/offset",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.nextOffset !== undefined){
let data2 = data.nextOffset;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
(vErrors ??= []).push({instancePath:instancePath+"/nextOffset",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 9007199254740991 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/nextOffset",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data2 < 0 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/nextOffset",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.firstOffset !== undefined){
let data3 = data.firstOffset;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
(vErrors ??= []).push({instancePath:instancePath+"/firstOffset",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 9007199254740991 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/firstOffset",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data3 < 0 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/firstOffset",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.endOffset !== undefined){
let data4 = data.endOffset;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
(vErrors ??= []).push({instancePath:instancePath+"/endOffset",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 9007199254740991 || isNaN(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/endOffset",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data4 < 0 || isNaN(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/endOffset",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate3.errors = vErrors;
return errors === 0;
}
const formats12 = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
function validate4(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.driverEpoch === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "driverEpoch"}});
errors++;
}
if(data.sequence === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "sequence"}});
errors++;
}
if(data.instanceUuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
if(data.node === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "node"}});
errors++;
}
if(data.transition === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "transition"}});
errors++;
}
if(data.powerState === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "powerState"}});
errors++;
}
if(data.observedAt === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "observedAt"}});
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "driverEpoch") || (key0 === "sequence")) || (key0 === "instanceUuid")) || (key0 === "node")) || (key0 === "transition")) || (key0 === "powerState")) || (key0 === "operationId")) || (key0 === "observedAt"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.driverEpoch !== undefined){
let data0 = data.driverEpoch;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/driverEpoch",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/driverEpoch",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/driverEpoch",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.sequence !== undefined){
let data1 = data.sequence;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
(vErrors ??= []).push({instancePath:instancePath+"/sequence",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 9007199254740991 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/sequence",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data1 < 1 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/sequence",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
if(data.instanceUuid !== undefined){
let data2 = data.instanceUuid;
if(typeof data2 === "string"){
if(func0(data2) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data2))){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.node !== undefined){
let data3 = data.node;
if(typeof data3 === "string"){
if(func0(data3) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data3))){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.transition !== undefined){
let data4 = data.transition;
if(typeof data4 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/transition",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((((((((data4 === "spawned") || (data4 === "destroyed")) || (data4 === "started")) || (data4 === "stopped")) || (data4 === "rebooted")) || (data4 === "paused")) || (data4 === "unpaused")) || (data4 === "crashed")) || (data4 === "other"))){
(vErrors ??= []).push({instancePath:instancePath+"/transition",keyword:"enum",params:{}});
errors++;
}
}
if(data.powerState !== undefined){
let data5 = data.powerState;
if(typeof data5 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/powerState",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((((((data5 === "pending") || (data5 === "running")) || (data5 === "paused")) || (data5 === "shutdown")) || (data5 === "crashed")) || (data5 === "suspended")) || (data5 === "absent"))){
(vErrors ??= []).push({instancePath:instancePath+"/powerState",keyword:"enum",params:{}});
errors++;
}
}
if(data.operationId !== undefined){
let data6 = data.operationId;
if(typeof data6 === "string"){
if(func0(data6) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data6))){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.observedAt !== undefined){
let data7 = data.observedAt;
if(typeof data7 === "string"){
if(func0(data7) > 35){
(vErrors ??= []).push({instancePath:instancePath+"/observedAt",keyword:"maxLength",params:{limit: 35}});
errors++;
}
if(!(formats12.test(data7))){
(vErrors ??= []).push({instancePath:instancePath+"/observedAt",keyword:"format",params:{format: "date-time"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/observedAt",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate4.errors = vErrors;
return errors === 0;
}
function validate5(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.instanceUuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "instanceUuid") || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.instanceUuid !== undefined){
let data0 = data.instanceUuid;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate5.errors = vErrors;
return errors === 0;
}
function validate8(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.uuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "uuid"}});
errors++;
}
if(data.name === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "name"}});
errors++;
}
if(data.node === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "node"}});
errors++;
}
if(data.powerState === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "powerState"}});
errors++;
}
for(const key0 in data){
if(!(((((key0 === "uuid") || (key0 === "name")) || (key0 === "node")) || (key0 === "powerState")) || (key0 === "internalId"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.uuid !== undefined){
let data0 = data.uuid;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if(typeof data1 === "string"){
if(func0(data1) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data1) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.node !== undefined){
let data2 = data.node;
if(typeof data2 === "string"){
if(func0(data2) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data2))){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.powerState !== undefined){
let data3 = data.powerState;
if(typeof data3 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/powerState",keyword:"type",params:{type: "string"}});
errors++;
}
if(!((((((data3 === "pending") || (data3 === "running")) || (data3 === "paused")) || (data3 === "shutdown")) || (data3 === "crashed")) || (data3 === "suspended"))){
(vErrors ??= []).push({instancePath:instancePath+"/powerState",keyword:"enum",params:{}});
errors++;
}
}
if(data.internalId !== undefined){
let data4 = data.internalId;
if(typeof data4 === "string"){
if(func0(data4) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/internalId",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data4) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/internalId",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/internalId",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate8.errors = vErrors;
return errors === 0;
}
function validate7(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.info === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "info"}});
errors++;
}
for(const key0 in data){
if(!(key0 === "info")){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.info !== undefined){
if(!(validate8(data.info, {instancePath:instancePath+"/info",parentData:data,parentDataProperty:"info",rootData}))){
vErrors = vErrors === null ? validate8.errors : vErrors.concat(validate8.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate7.errors = vErrors;
return errors === 0;
}
function validate10(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "node") || (key0 === "cursor")) || (key0 === "limit")) || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.node !== undefined){
let data0 = data.node;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.cursor !== undefined){
let data1 = data.cursor;
if(typeof data1 === "string"){
if(func0(data1) > 512){
(vErrors ??= []).push({instancePath:instancePath+"/cursor",keyword:"maxLength",params:{limit: 512}});
errors++;
}
if(func0(data1) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/cursor",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/cursor",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.limit !== undefined){
let data2 = data.limit;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
(vErrors ??= []).push({instancePath:instancePath+"/limit",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1000 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/limit",keyword:"maximum",params:{comparison: "<=", limit: 1000}});
errors++;
}
if(data2 < 1 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/limit",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate10.errors = vErrors;
return errors === 0;
}
function validate13(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.uuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "uuid"}});
errors++;
}
if(data.node === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "node"}});
errors++;
}
if(data.powerState === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "powerState"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "uuid") || (key0 === "node")) || (key0 === "powerState"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.uuid !== undefined){
let data0 = data.uuid;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.node !== undefined){
let data1 = data.node;
if(typeof data1 === "string"){
if(func0(data1) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data1))){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.powerState !== undefined){
let data2 = data.powerState;
if(typeof data2 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/powerState",keyword:"type",params:{type: "string"}});
errors++;
}
if(!((((((data2 === "pending") || (data2 === "running")) || (data2 === "paused")) || (data2 === "shutdown")) || (data2 === "crashed")) || (data2 === "suspended"))){
(vErrors ??= []).push({instancePath:instancePath+"/powerState",keyword:"enum",params:{}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate13.errors = vErrors;
return errors === 0;
}
function validate12(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.states === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "states"}});
errors++;
}
if(data.driverEpoch === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "driverEpoch"}});
errors++;
}
if(data.lastSequence === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "lastSequence"}});
errors++;
}
for(const key0 in data){
if(!((((key0 === "states") || (key0 === "driverEpoch")) || (key0 === "lastSequence")) || (key0 === "nextCursor"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.states !== undefined){
let data0 = data.states;
if(Array.isArray(data0)){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/states",keyword:"maxItems",params:{limit: 1000}});
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate13(data0[i0], {instancePath:instancePath+"/states/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate13.errors : vErrors.concat(validate13.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/states",keyword:"type",params:{type: "array"}});
errors++;
}
}
if(data.driverEpoch !== undefined){
let data2 = data.driverEpoch;
if(typeof data2 === "string"){
if(func0(data2) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/driverEpoch",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data2))){
(vErrors ??= []).push({instancePath:instancePath+"/driverEpoch",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/driverEpoch",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.lastSequence !== undefined){
let data3 = data.lastSequence;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
(vErrors ??= []).push({instancePath:instancePath+"/lastSequence",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 9007199254740991 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/lastSequence",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data3 < 0 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/lastSequence",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.nextCursor !== undefined){
let data4 = data.nextCursor;
if(typeof data4 === "string"){
if(func0(data4) > 512){
(vErrors ??= []).push({instancePath:instancePath+"/nextCursor",keyword:"maxLength",params:{limit: 512}});
errors++;
}
if(func0(data4) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/nextCursor",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/nextCursor",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate12.errors = vErrors;
return errors === 0;
}
function validate15(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "node") || (key0 === "cursor")) || (key0 === "limit")) || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.node !== undefined){
let data0 = data.node;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.cursor !== undefined){
let data1 = data.cursor;
if(typeof data1 === "string"){
if(func0(data1) > 512){
(vErrors ??= []).push({instancePath:instancePath+"/cursor",keyword:"maxLength",params:{limit: 512}});
errors++;
}
if(func0(data1) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/cursor",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/cursor",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.limit !== undefined){
let data2 = data.limit;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
(vErrors ??= []).push({instancePath:instancePath+"/limit",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1000 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/limit",keyword:"maximum",params:{comparison: "<=", limit: 1000}});
errors++;
}
if(data2 < 1 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/limit",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate15.errors = vErrors;
return errors === 0;
}
function validate19(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.ownership === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "ownership"}});
errors++;
}
if(data.uuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "uuid"}});
errors++;
}
if(data.name === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "name"}});
errors++;
}
if(data.node === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "node"}});
errors++;
}
for(const key0 in data){
if(!((((key0 === "ownership") || (key0 === "uuid")) || (key0 === "name")) || (key0 === "node"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.ownership !== undefined){
if("owned" !== data.ownership){
(vErrors ??= []).push({instancePath:instancePath+"/ownership",keyword:"const",params:{allowedValue: "owned"}});
errors++;
}
}
if(data.uuid !== undefined){
let data1 = data.uuid;
if(typeof data1 === "string"){
if(func0(data1) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data1))){
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.name !== undefined){
let data2 = data.name;
if(typeof data2 === "string"){
if(func0(data2) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data2) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.node !== undefined){
let data3 = data.node;
if(typeof data3 === "string"){
if(func0(data3) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data3))){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate19.errors = vErrors;
return errors === 0;
}
function validate20(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.ownership === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "ownership"}});
errors++;
}
if(data.internalId === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "internalId"}});
errors++;
}
if(data.node === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "node"}});
errors++;
}
for(const key0 in data){
if(!((((key0 === "ownership") || (key0 === "internalId")) || (key0 === "name")) || (key0 === "node"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.ownership !== undefined){
if("foreign" !== data.ownership){
(vErrors ??= []).push({instancePath:instancePath+"/ownership",keyword:"const",params:{allowedValue: "foreign"}});
errors++;
}
}
if(data.internalId !== undefined){
let data1 = data.internalId;
if(typeof data1 === "string"){
if(func0(data1) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/internalId",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data1) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/internalId",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/internalId",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.name !== undefined){
let data2 = data.name;
if(typeof data2 === "string"){
if(func0(data2) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data2) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.node !== undefined){
let data3 = data.node;
if(typeof data3 === "string"){
if(func0(data3) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data3))){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate20.errors = vErrors;
return errors === 0;
}
function validate18(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
const tag0 = data.ownership;
if(typeof tag0 == "string"){
if(tag0 === "owned"){
if(!(validate19(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate19.errors : vErrors.concat(validate19.errors);
errors = vErrors.length;
}
}
else if(tag0 === "foreign"){
if(!(validate20(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate20.errors : vErrors.concat(validate20.errors);
errors = vErrors.length;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"discriminator",params:{error: "mapping", tag: "ownership", tagValue: tag0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"discriminator",params:{error: "tag", tag: "ownership", tagValue: tag0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate18.errors = vErrors;
return errors === 0;
}
function validate17(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.instances === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "instances"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "instances") || (key0 === "nextCursor"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.instances !== undefined){
let data0 = data.instances;
if(Array.isArray(data0)){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/instances",keyword:"maxItems",params:{limit: 1000}});
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate18(data0[i0], {instancePath:instancePath+"/instances/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate18.errors : vErrors.concat(validate18.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/instances",keyword:"type",params:{type: "array"}});
errors++;
}
}
if(data.nextCursor !== undefined){
let data2 = data.nextCursor;
if(typeof data2 === "string"){
if(func0(data2) > 512){
(vErrors ??= []).push({instancePath:instancePath+"/nextCursor",keyword:"maxLength",params:{limit: 512}});
errors++;
}
if(func0(data2) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/nextCursor",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/nextCursor",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate17.errors = vErrors;
return errors === 0;
}
function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.format === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "format"}});
errors++;
}
if(data.version === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "version"}});
errors++;
}
if(data.data === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "data"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "format") || (key0 === "version")) || (key0 === "data"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.format !== undefined){
let data0 = data.format;
if(typeof data0 === "string"){
if(func0(data0) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/format",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data0) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/format",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/format",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
(vErrors ??= []).push({instancePath:instancePath+"/version",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 1000000 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/version",keyword:"maximum",params:{comparison: "<=", limit: 1000000}});
errors++;
}
if(data1 < 1 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/version",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
if(data.data !== undefined){
let data2 = data.data;
if(typeof data2 === "string"){
if(func0(data2) > 65536){
(vErrors ??= []).push({instancePath:instancePath+"/data",keyword:"maxLength",params:{limit: 65536}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/data",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate25.errors = vErrors;
return errors === 0;
}
function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.operationId === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "operationId"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "operationId") || (key0 === "deadlineMs")) || (key0 === "requestId"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.operationId !== undefined){
let data0 = data.operationId;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.deadlineMs !== undefined){
let data1 = data.deadlineMs;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
(vErrors ??= []).push({instancePath:instancePath+"/deadlineMs",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 86400000 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/deadlineMs",keyword:"maximum",params:{comparison: "<=", limit: 86400000}});
errors++;
}
if(data1 < 1 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/deadlineMs",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
if(data.requestId !== undefined){
let data2 = data.requestId;
if(typeof data2 === "string"){
if(func0(data2) > 128){
(vErrors ??= []).push({instancePath:instancePath+"/requestId",keyword:"maxLength",params:{limit: 128}});
errors++;
}
if(func0(data2) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/requestId",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/requestId",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate27.errors = vErrors;
return errors === 0;
}
function validate24(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.instanceUuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
if(data.destroyDisks === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "destroyDisks"}});
errors++;
}
if(data.call === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "call"}});
errors++;
}
for(const key0 in data){
if(!((((key0 === "instanceUuid") || (key0 === "destroyDisks")) || (key0 === "driverState")) || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.instanceUuid !== undefined){
let data0 = data.instanceUuid;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.destroyDisks !== undefined){
if(typeof data.destroyDisks !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/destroyDisks",keyword:"type",params:{type: "boolean"}});
errors++;
}
}
if(data.driverState !== undefined){
if(!(validate25(data.driverState, {instancePath:instancePath+"/driverState",parentData:data,parentDataProperty:"driverState",rootData}))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
}
if(data.call !== undefined){
if(!(validate27(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate24.errors = vErrors;
return errors === 0;
}
function validate29(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate29.errors = vErrors;
return errors === 0;
}
function validate32(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "name"}});
errors++;
}
if(data.vcpus === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "vcpus"}});
errors++;
}
if(data.memoryMib === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "memoryMib"}});
errors++;
}
if(data.rootGib === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "rootGib"}});
errors++;
}
for(const key0 in data){
if(!((((key0 === "name") || (key0 === "vcpus")) || (key0 === "memoryMib")) || (key0 === "rootGib"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(func0(data0) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data0) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.vcpus !== undefined){
let data1 = data.vcpus;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
(vErrors ??= []).push({instancePath:instancePath+"/vcpus",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 4096 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/vcpus",keyword:"maximum",params:{comparison: "<=", limit: 4096}});
errors++;
}
if(data1 < 1 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/vcpus",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
if(data.memoryMib !== undefined){
let data2 = data.memoryMib;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
(vErrors ??= []).push({instancePath:instancePath+"/memoryMib",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 1073741824 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/memoryMib",keyword:"maximum",params:{comparison: "<=", limit: 1073741824}});
errors++;
}
if(data2 < 1 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/memoryMib",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
if(data.rootGib !== undefined){
let data3 = data.rootGib;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
(vErrors ??= []).push({instancePath:instancePath+"/rootGib",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 1048576 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/rootGib",keyword:"maximum",params:{comparison: "<=", limit: 1048576}});
errors++;
}
if(data3 < 0 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/rootGib",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate32.errors = vErrors;
return errors === 0;
}
const pattern0 = new RegExp("^[0-9a-f]{64}$", "u");
function validate36(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "kind"}});
errors++;
}
if(data.path === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "path"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "kind") || (key0 === "path"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.kind !== undefined){
if("file" !== data.kind){
(vErrors ??= []).push({instancePath:instancePath+"/kind",keyword:"const",params:{allowedValue: "file"}});
errors++;
}
}
if(data.path !== undefined){
let data1 = data.path;
if(typeof data1 === "string"){
if(func0(data1) > 4096){
(vErrors ??= []).push({instancePath:instancePath+"/path",keyword:"maxLength",params:{limit: 4096}});
errors++;
}
if(func0(data1) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/path",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/path",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate36.errors = vErrors;
return errors === 0;
}
function validate35(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
const tag0 = data.kind;
if(typeof tag0 == "string"){
if(tag0 === "file"){
if(!(validate36(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"discriminator",params:{error: "mapping", tag: "kind", tagValue: tag0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"discriminator",params:{error: "tag", tag: "kind", tagValue: tag0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate35.errors = vErrors;
return errors === 0;
}
function validate34(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.id === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "id"}});
errors++;
}
if(data.name === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "name"}});
errors++;
}
if(data.diskFormat === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "diskFormat"}});
errors++;
}
if(data.sizeBytes === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "sizeBytes"}});
errors++;
}
if(data.sha256 === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "sha256"}});
errors++;
}
if(data.source === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "source"}});
errors++;
}
for(const key0 in data){
if(!((((((((key0 === "id") || (key0 === "name")) || (key0 === "diskFormat")) || (key0 === "sizeBytes")) || (key0 === "sha256")) || (key0 === "minDiskGib")) || (key0 === "minMemoryMib")) || (key0 === "source"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.id !== undefined){
let data0 = data.id;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/id",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/id",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/id",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if(typeof data1 === "string"){
if(func0(data1) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data1) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.diskFormat !== undefined){
let data2 = data.diskFormat;
if(typeof data2 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/diskFormat",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data2 === "raw") || (data2 === "qcow2")) || (data2 === "other"))){
(vErrors ??= []).push({instancePath:instancePath+"/diskFormat",keyword:"enum",params:{}});
errors++;
}
}
if(data.sizeBytes !== undefined){
let data3 = data.sizeBytes;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
(vErrors ??= []).push({instancePath:instancePath+"/sizeBytes",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 9007199254740991 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/sizeBytes",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data3 < 1 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/sizeBytes",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
if(data.sha256 !== undefined){
let data4 = data.sha256;
if(typeof data4 === "string"){
if(func0(data4) > 64){
(vErrors ??= []).push({instancePath:instancePath+"/sha256",keyword:"maxLength",params:{limit: 64}});
errors++;
}
if(!pattern0.test(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/sha256",keyword:"pattern",params:{pattern: "^[0-9a-f]{64}$"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/sha256",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.minDiskGib !== undefined){
let data5 = data.minDiskGib;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
(vErrors ??= []).push({instancePath:instancePath+"/minDiskGib",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 1048576 || isNaN(data5)){
(vErrors ??= []).push({instancePath:instancePath+"/minDiskGib",keyword:"maximum",params:{comparison: "<=", limit: 1048576}});
errors++;
}
if(data5 < 0 || isNaN(data5)){
(vErrors ??= []).push({instancePath:instancePath+"/minDiskGib",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.minMemoryMib !== undefined){
let data6 = data.minMemoryMib;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
(vErrors ??= []).push({instancePath:instancePath+"/minMemoryMib",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1073741824 || isNaN(data6)){
(vErrors ??= []).push({instancePath:instancePath+"/minMemoryMib",keyword:"maximum",params:{comparison: "<=", limit: 1073741824}});
errors++;
}
if(data6 < 0 || isNaN(data6)){
(vErrors ??= []).push({instancePath:instancePath+"/minMemoryMib",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.source !== undefined){
if(!(validate35(data.source, {instancePath:instancePath+"/source",parentData:data,parentDataProperty:"source",rootData}))){
vErrors = vErrors === null ? validate35.errors : vErrors.concat(validate35.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate34.errors = vErrors;
return errors === 0;
}
function validate31(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.uuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "uuid"}});
errors++;
}
if(data.name === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "name"}});
errors++;
}
if(data.flavor === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "flavor"}});
errors++;
}
if(data.image === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "image"}});
errors++;
}
for(const key0 in data){
if(!(((((key0 === "uuid") || (key0 === "name")) || (key0 === "projectId")) || (key0 === "flavor")) || (key0 === "image"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.uuid !== undefined){
let data0 = data.uuid;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if(typeof data1 === "string"){
if(func0(data1) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data1) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.projectId !== undefined){
let data2 = data.projectId;
if(typeof data2 === "string"){
if(func0(data2) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/projectId",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data2) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/projectId",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/projectId",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.flavor !== undefined){
if(!(validate32(data.flavor, {instancePath:instancePath+"/flavor",parentData:data,parentDataProperty:"flavor",rootData}))){
vErrors = vErrors === null ? validate32.errors : vErrors.concat(validate32.errors);
errors = vErrors.length;
}
}
if(data.image !== undefined){
if(!(validate34(data.image, {instancePath:instancePath+"/image",parentData:data,parentDataProperty:"image",rootData}))){
vErrors = vErrors === null ? validate34.errors : vErrors.concat(validate34.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate31.errors = vErrors;
return errors === 0;
}
function validate30(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.instance === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "instance"}});
errors++;
}
if(data.node === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "node"}});
errors++;
}
if(data.powerOn === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "powerOn"}});
errors++;
}
if(data.call === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "call"}});
errors++;
}
for(const key0 in data){
if(!(((((key0 === "instance") || (key0 === "node")) || (key0 === "powerOn")) || (key0 === "adminPassword")) || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.instance !== undefined){
if(!(validate31(data.instance, {instancePath:instancePath+"/instance",parentData:data,parentDataProperty:"instance",rootData}))){
vErrors = vErrors === null ? validate31.errors : vErrors.concat(validate31.errors);
errors = vErrors.length;
}
}
if(data.node !== undefined){
let data1 = data.node;
if(typeof data1 === "string"){
if(func0(data1) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data1))){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.powerOn !== undefined){
if(typeof data.powerOn !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/powerOn",keyword:"type",params:{type: "boolean"}});
errors++;
}
}
if(data.adminPassword !== undefined){
let data3 = data.adminPassword;
if(typeof data3 === "string"){
if(func0(data3) > 512){
(vErrors ??= []).push({instancePath:instancePath+"/adminPassword",keyword:"maxLength",params:{limit: 512}});
errors++;
}
if(func0(data3) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/adminPassword",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/adminPassword",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.call !== undefined){
if(!(validate27(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate30.errors = vErrors;
return errors === 0;
}
function validate42(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(key0 === "driverState")){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.driverState !== undefined){
if(!(validate25(data.driverState, {instancePath:instancePath+"/driverState",parentData:data,parentDataProperty:"driverState",rootData}))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate42.errors = vErrors;
return errors === 0;
}
function validate44(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.node === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "node"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "node") || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.node !== undefined){
let data0 = data.node;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate44.errors = vErrors;
return errors === 0;
}
const schema66 = {"type":"object","required":["node","hypervisorType","hypervisorVersion","vcpus","vcpusUsed","memoryMib","memoryMibUsed","localGib","localGibUsed"],"additionalProperties":false,"properties":{"node":{"$ref":"Uuid"},"hypervisorType":{"$ref":"Name"},"hypervisorVersion":{"type":"integer","minimum":0,"maximum":9007199254740991},"vcpus":{"type":"integer","minimum":0,"maximum":1048576},"vcpusUsed":{"type":"integer","minimum":0,"maximum":1048576},"memoryMib":{"type":"integer","minimum":0,"maximum":1099511627776},"memoryMibUsed":{"type":"integer","minimum":0,"maximum":1099511627776},"localGib":{"type":"integer","minimum":0,"maximum":1099511627776},"localGibUsed":{"type":"integer","minimum":0,"maximum":1099511627776}}};
const func63 = Object.prototype.hasOwnProperty;
function validate47(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.node === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "node"}});
errors++;
}
if(data.hypervisorType === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "hypervisorType"}});
errors++;
}
if(data.hypervisorVersion === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "hypervisorVersion"}});
errors++;
}
if(data.vcpus === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "vcpus"}});
errors++;
}
if(data.vcpusUsed === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "vcpusUsed"}});
errors++;
}
if(data.memoryMib === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "memoryMib"}});
errors++;
}
if(data.memoryMibUsed === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "memoryMibUsed"}});
errors++;
}
if(data.localGib === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "localGib"}});
errors++;
}
if(data.localGibUsed === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "localGibUsed"}});
errors++;
}
for(const key0 in data){
if(!(func63.call(schema66.properties, key0))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.node !== undefined){
let data0 = data.node;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/node",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.hypervisorType !== undefined){
let data1 = data.hypervisorType;
if(typeof data1 === "string"){
if(func0(data1) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/hypervisorType",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data1) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/hypervisorType",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/hypervisorType",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.hypervisorVersion !== undefined){
let data2 = data.hypervisorVersion;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
(vErrors ??= []).push({instancePath:instancePath+"/hypervisorVersion",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 9007199254740991 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/hypervisorVersion",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data2 < 0 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/hypervisorVersion",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.vcpus !== undefined){
let data3 = data.vcpus;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
(vErrors ??= []).push({instancePath:instancePath+"/vcpus",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 1048576 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/vcpus",keyword:"maximum",params:{comparison: "<=", limit: 1048576}});
errors++;
}
if(data3 < 0 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/vcpus",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.vcpusUsed !== undefined){
let data4 = data.vcpusUsed;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
(vErrors ??= []).push({instancePath:instancePath+"/vcpusUsed",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 1048576 || isNaN(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/vcpusUsed",keyword:"maximum",params:{comparison: "<=", limit: 1048576}});
errors++;
}
if(data4 < 0 || isNaN(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/vcpusUsed",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.memoryMib !== undefined){
let data5 = data.memoryMib;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
(vErrors ??= []).push({instancePath:instancePath+"/memoryMib",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 1099511627776 || isNaN(data5)){
(vErrors ??= []).push({instancePath:instancePath+"/memoryMib",keyword:"maximum",params:{comparison: "<=", limit: 1099511627776}});
errors++;
}
if(data5 < 0 || isNaN(data5)){
(vErrors ??= []).push({instancePath:instancePath+"/memoryMib",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.memoryMibUsed !== undefined){
let data6 = data.memoryMibUsed;
if(!(((typeof data6 == "number") && (!(data6 % 1) && !isNaN(data6))) && (isFinite(data6)))){
(vErrors ??= []).push({instancePath:instancePath+"/memoryMibUsed",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data6 == "number") && (isFinite(data6))){
if(data6 > 1099511627776 || isNaN(data6)){
(vErrors ??= []).push({instancePath:instancePath+"/memoryMibUsed",keyword:"maximum",params:{comparison: "<=", limit: 1099511627776}});
errors++;
}
if(data6 < 0 || isNaN(data6)){
(vErrors ??= []).push({instancePath:instancePath+"/memoryMibUsed",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.localGib !== undefined){
let data7 = data.localGib;
if(!(((typeof data7 == "number") && (!(data7 % 1) && !isNaN(data7))) && (isFinite(data7)))){
(vErrors ??= []).push({instancePath:instancePath+"/localGib",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data7 == "number") && (isFinite(data7))){
if(data7 > 1099511627776 || isNaN(data7)){
(vErrors ??= []).push({instancePath:instancePath+"/localGib",keyword:"maximum",params:{comparison: "<=", limit: 1099511627776}});
errors++;
}
if(data7 < 0 || isNaN(data7)){
(vErrors ??= []).push({instancePath:instancePath+"/localGib",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.localGibUsed !== undefined){
let data8 = data.localGibUsed;
if(!(((typeof data8 == "number") && (!(data8 % 1) && !isNaN(data8))) && (isFinite(data8)))){
(vErrors ??= []).push({instancePath:instancePath+"/localGibUsed",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data8 == "number") && (isFinite(data8))){
if(data8 > 1099511627776 || isNaN(data8)){
(vErrors ??= []).push({instancePath:instancePath+"/localGibUsed",keyword:"maximum",params:{comparison: "<=", limit: 1099511627776}});
errors++;
}
if(data8 < 0 || isNaN(data8)){
(vErrors ??= []).push({instancePath:instancePath+"/localGibUsed",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate47.errors = vErrors;
return errors === 0;
}
function validate46(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.resource === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "resource"}});
errors++;
}
for(const key0 in data){
if(!(key0 === "resource")){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.resource !== undefined){
if(!(validate47(data.resource, {instancePath:instancePath+"/resource",parentData:data,parentDataProperty:"resource",rootData}))){
vErrors = vErrors === null ? validate47.errors : vErrors.concat(validate47.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate46.errors = vErrors;
return errors === 0;
}
function validate49(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(((key0 === "cursor") || (key0 === "limit")) || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.cursor !== undefined){
let data0 = data.cursor;
if(typeof data0 === "string"){
if(func0(data0) > 512){
(vErrors ??= []).push({instancePath:instancePath+"/cursor",keyword:"maxLength",params:{limit: 512}});
errors++;
}
if(func0(data0) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/cursor",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/cursor",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.limit !== undefined){
let data1 = data.limit;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
(vErrors ??= []).push({instancePath:instancePath+"/limit",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 1000 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/limit",keyword:"maximum",params:{comparison: "<=", limit: 1000}});
errors++;
}
if(data1 < 1 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/limit",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate49.errors = vErrors;
return errors === 0;
}
function validate52(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.uuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "uuid"}});
errors++;
}
if(data.name === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "name"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "uuid") || (key0 === "name"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.uuid !== undefined){
let data0 = data.uuid;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/uuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.name !== undefined){
let data1 = data.name;
if(typeof data1 === "string"){
if(func0(data1) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data1) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate52.errors = vErrors;
return errors === 0;
}
function validate51(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.nodes === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "nodes"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "nodes") || (key0 === "nextCursor"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.nodes !== undefined){
let data0 = data.nodes;
if(Array.isArray(data0)){
if(data0.length > 1000){
(vErrors ??= []).push({instancePath:instancePath+"/nodes",keyword:"maxItems",params:{limit: 1000}});
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
if(!(validate52(data0[i0], {instancePath:instancePath+"/nodes/" + i0,parentData:data0,parentDataProperty:i0,rootData}))){
vErrors = vErrors === null ? validate52.errors : vErrors.concat(validate52.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/nodes",keyword:"type",params:{type: "array"}});
errors++;
}
}
if(data.nextCursor !== undefined){
let data2 = data.nextCursor;
if(typeof data2 === "string"){
if(func0(data2) > 512){
(vErrors ??= []).push({instancePath:instancePath+"/nextCursor",keyword:"maxLength",params:{limit: 512}});
errors++;
}
if(func0(data2) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/nextCursor",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/nextCursor",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate51.errors = vErrors;
return errors === 0;
}
function validate54(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.instanceUuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
if(data.call === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "call"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "instanceUuid") || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.instanceUuid !== undefined){
let data0 = data.instanceUuid;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.call !== undefined){
if(!(validate27(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate54.errors = vErrors;
return errors === 0;
}
function validate56(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate56.errors = vErrors;
return errors === 0;
}
function validate57(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.instanceUuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
if(data.timeoutSeconds === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "timeoutSeconds"}});
errors++;
}
if(data.retryIntervalSeconds === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "retryIntervalSeconds"}});
errors++;
}
if(data.call === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "call"}});
errors++;
}
for(const key0 in data){
if(!((((key0 === "instanceUuid") || (key0 === "timeoutSeconds")) || (key0 === "retryIntervalSeconds")) || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.instanceUuid !== undefined){
let data0 = data.instanceUuid;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.timeoutSeconds !== undefined){
let data1 = data.timeoutSeconds;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
(vErrors ??= []).push({instancePath:instancePath+"/timeoutSeconds",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 86400 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/timeoutSeconds",keyword:"maximum",params:{comparison: "<=", limit: 86400}});
errors++;
}
if(data1 < 0 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/timeoutSeconds",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.retryIntervalSeconds !== undefined){
let data2 = data.retryIntervalSeconds;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
(vErrors ??= []).push({instancePath:instancePath+"/retryIntervalSeconds",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 86400 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/retryIntervalSeconds",keyword:"maximum",params:{comparison: "<=", limit: 86400}});
errors++;
}
if(data2 < 0 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/retryIntervalSeconds",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.call !== undefined){
if(!(validate27(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate57.errors = vErrors;
return errors === 0;
}
function validate59(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate59.errors = vErrors;
return errors === 0;
}
function validate60(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.instanceUuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
if(data.call === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "call"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "instanceUuid") || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.instanceUuid !== undefined){
let data0 = data.instanceUuid;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.call !== undefined){
if(!(validate27(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate60.errors = vErrors;
return errors === 0;
}
function validate62(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate62.errors = vErrors;
return errors === 0;
}
function validate63(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.instanceUuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
if(data.type === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "type"}});
errors++;
}
if(data.call === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "call"}});
errors++;
}
for(const key0 in data){
if(!((((key0 === "instanceUuid") || (key0 === "type")) || (key0 === "timeoutSeconds")) || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.instanceUuid !== undefined){
let data0 = data.instanceUuid;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.type !== undefined){
let data1 = data.type;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"type",params:{type: "string"}});
errors++;
}
if(!((data1 === "soft") || (data1 === "hard"))){
(vErrors ??= []).push({instancePath:instancePath+"/type",keyword:"enum",params:{}});
errors++;
}
}
if(data.timeoutSeconds !== undefined){
let data2 = data.timeoutSeconds;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
(vErrors ??= []).push({instancePath:instancePath+"/timeoutSeconds",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 86400 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/timeoutSeconds",keyword:"maximum",params:{comparison: "<=", limit: 86400}});
errors++;
}
if(data2 < 1 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/timeoutSeconds",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
if(data.call !== undefined){
if(!(validate27(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate63.errors = vErrors;
return errors === 0;
}
function validate65(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate65.errors = vErrors;
return errors === 0;
}
function validate66(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.instanceUuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
if(data.call === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "call"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "instanceUuid") || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.instanceUuid !== undefined){
let data0 = data.instanceUuid;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.call !== undefined){
if(!(validate27(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate66.errors = vErrors;
return errors === 0;
}
function validate68(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate68.errors = vErrors;
return errors === 0;
}
function validate69(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.operationId === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "operationId"}});
errors++;
}
for(const key0 in data){
if(!(key0 === "operationId")){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.operationId !== undefined){
let data0 = data.operationId;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate69.errors = vErrors;
return errors === 0;
}
function validate70(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.operationId === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "operationId"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "operationId") || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.operationId !== undefined){
let data0 = data.operationId;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate70.errors = vErrors;
return errors === 0;
}
function validate73(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.message === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "message"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "message")) || (key0 === "effect"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
let data0 = data.code;
if(!(((((((((((((((((((((data0 === "INVALID_REQUEST") || (data0 === "NOT_SUPPORTED")) || (data0 === "INTERNAL_ERROR")) || (data0 === "SESSION_NOT_INITIALIZED")) || (data0 === "SESSION_FENCED")) || (data0 === "VERSION_NOT_SUPPORTED")) || (data0 === "SHUTTING_DOWN")) || (data0 === "MESSAGE_TOO_LARGE")) || (data0 === "OPERATION_CONFLICT")) || (data0 === "OPERATION_CANCELLED")) || (data0 === "DEADLINE_EXCEEDED")) || (data0 === "INSTANCE_NOT_FOUND")) || (data0 === "INSTANCE_EXISTS")) || (data0 === "INSTANCE_BUSY")) || (data0 === "INVALID_STATE")) || (data0 === "NODE_NOT_FOUND")) || (data0 === "INSUFFICIENT_RESOURCES")) || (data0 === "IMAGE_UNACCEPTABLE")) || (data0 === "CONSOLE_NOT_AVAILABLE")) || (data0 === "BACKEND_UNREACHABLE")) || (data0 === "BACKEND_FAILED"))){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"enum",params:{}});
errors++;
}
if(typeof data0 === "string"){
if(func0(data0) > 64){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"maxLength",params:{limit: 64}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.message !== undefined){
let data1 = data.message;
if(typeof data1 === "string"){
if(func0(data1) > 4096){
(vErrors ??= []).push({instancePath:instancePath+"/message",keyword:"maxLength",params:{limit: 4096}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/message",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.effect !== undefined){
let data2 = data.effect;
if(typeof data2 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data2 === "none") || (data2 === "partial")) || (data2 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate73.errors = vErrors;
return errors === 0;
}
function validate72(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.operationId === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "operationId"}});
errors++;
}
if(data.state === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "state"}});
errors++;
}
for(const key0 in data){
if(!((((key0 === "operationId") || (key0 === "state")) || (key0 === "operation")) || (key0 === "error"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.operationId !== undefined){
let data0 = data.operationId;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.state !== undefined){
let data1 = data.state;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/state",keyword:"type",params:{type: "string"}});
errors++;
}
if(!((((data1 === "running") || (data1 === "succeeded")) || (data1 === "failed")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/state",keyword:"enum",params:{}});
errors++;
}
}
if(data.operation !== undefined){
let data2 = data.operation;
if(typeof data2 === "string"){
if(func0(data2) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/operation",keyword:"maxLength",params:{limit: 255}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/operation",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.error !== undefined){
if(!(validate73(data.error, {instancePath:instancePath+"/error",parentData:data,parentDataProperty:"error",rootData}))){
vErrors = vErrors === null ? validate73.errors : vErrors.concat(validate73.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate72.errors = vErrors;
return errors === 0;
}
const pattern1 = new RegExp("^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)$", "u");
function validate76(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.name === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "name"}});
errors++;
}
if(data.version === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "version"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "name") || (key0 === "version"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.name !== undefined){
let data0 = data.name;
if(typeof data0 === "string"){
if(func0(data0) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data0) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/name",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.version !== undefined){
let data1 = data.version;
if(typeof data1 === "string"){
if(func0(data1) > 64){
(vErrors ??= []).push({instancePath:instancePath+"/version",keyword:"maxLength",params:{limit: 64}});
errors++;
}
if(func0(data1) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/version",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/version",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate76.errors = vErrors;
return errors === 0;
}
function validate75(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.specVersions === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "specVersions"}});
errors++;
}
if(data.caller === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "caller"}});
errors++;
}
if(data.epoch === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "epoch"}});
errors++;
}
if(data.maxMessageBytes === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "maxMessageBytes"}});
errors++;
}
for(const key0 in data){
if(!(((((key0 === "specVersions") || (key0 === "caller")) || (key0 === "epoch")) || (key0 === "maxMessageBytes")) || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.specVersions !== undefined){
let data0 = data.specVersions;
if(Array.isArray(data0)){
if(data0.length > 64){
(vErrors ??= []).push({instancePath:instancePath+"/specVersions",keyword:"maxItems",params:{limit: 64}});
errors++;
}
if(data0.length < 1){
(vErrors ??= []).push({instancePath:instancePath+"/specVersions",keyword:"minItems",params:{limit: 1}});
errors++;
}
const len0 = data0.length;
for(let i0=0; i0<len0; i0++){
let data1 = data0[i0];
if(typeof data1 === "string"){
if(func0(data1) > 32){
(vErrors ??= []).push({instancePath:instancePath+"/specVersions/" + i0,keyword:"maxLength",params:{limit: 32}});
errors++;
}
if(!pattern1.test(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/specVersions/" + i0,keyword:"pattern",params:{pattern: "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)$"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/specVersions/" + i0,keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/specVersions",keyword:"type",params:{type: "array"}});
errors++;
}
}
if(data.caller !== undefined){
if(!(validate76(data.caller, {instancePath:instancePath+"/caller",parentData:data,parentDataProperty:"caller",rootData}))){
vErrors = vErrors === null ? validate76.errors : vErrors.concat(validate76.errors);
errors = vErrors.length;
}
}
if(data.epoch !== undefined){
let data3 = data.epoch;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
(vErrors ??= []).push({instancePath:instancePath+"/epoch",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 9007199254740991 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/epoch",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data3 < 1 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/epoch",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
if(data.maxMessageBytes !== undefined){
let data4 = data.maxMessageBytes;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
(vErrors ??= []).push({instancePath:instancePath+"/maxMessageBytes",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 67108864 || isNaN(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/maxMessageBytes",keyword:"maximum",params:{comparison: "<=", limit: 67108864}});
errors++;
}
if(data4 < 65536 || isNaN(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/maxMessageBytes",keyword:"minimum",params:{comparison: ">=", limit: 65536}});
errors++;
}
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate75.errors = vErrors;
return errors === 0;
}
function validate81(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!((((key0 === "supportsPause") || (key0 === "supportsConsoleOutput")) || (key0 === "supportsRecovery")) || (key0 === "supportsSimulation"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.supportsPause !== undefined){
if(typeof data.supportsPause !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/supportsPause",keyword:"type",params:{type: "boolean"}});
errors++;
}
}
if(data.supportsConsoleOutput !== undefined){
if(typeof data.supportsConsoleOutput !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/supportsConsoleOutput",keyword:"type",params:{type: "boolean"}});
errors++;
}
}
if(data.supportsRecovery !== undefined){
if(typeof data.supportsRecovery !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/supportsRecovery",keyword:"type",params:{type: "boolean"}});
errors++;
}
}
if(data.supportsSimulation !== undefined){
if(typeof data.supportsSimulation !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/supportsSimulation",keyword:"type",params:{type: "boolean"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate81.errors = vErrors;
return errors === 0;
}
function validate79(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.specVersion === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "specVersion"}});
errors++;
}
if(data.driver === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "driver"}});
errors++;
}
if(data.driverEpoch === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "driverEpoch"}});
errors++;
}
if(data.capabilities === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "capabilities"}});
errors++;
}
if(data.maxMessageBytes === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "maxMessageBytes"}});
errors++;
}
for(const key0 in data){
if(!(((((key0 === "specVersion") || (key0 === "driver")) || (key0 === "driverEpoch")) || (key0 === "capabilities")) || (key0 === "maxMessageBytes"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.specVersion !== undefined){
let data0 = data.specVersion;
if(typeof data0 === "string"){
if(func0(data0) > 32){
(vErrors ??= []).push({instancePath:instancePath+"/specVersion",keyword:"maxLength",params:{limit: 32}});
errors++;
}
if(!pattern1.test(data0)){
(vErrors ??= []).push({instancePath:instancePath+"/specVersion",keyword:"pattern",params:{pattern: "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)$"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/specVersion",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.driver !== undefined){
if(!(validate76(data.driver, {instancePath:instancePath+"/driver",parentData:data,parentDataProperty:"driver",rootData}))){
vErrors = vErrors === null ? validate76.errors : vErrors.concat(validate76.errors);
errors = vErrors.length;
}
}
if(data.driverEpoch !== undefined){
let data2 = data.driverEpoch;
if(typeof data2 === "string"){
if(func0(data2) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/driverEpoch",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data2))){
(vErrors ??= []).push({instancePath:instancePath+"/driverEpoch",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/driverEpoch",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.capabilities !== undefined){
if(!(validate81(data.capabilities, {instancePath:instancePath+"/capabilities",parentData:data,parentDataProperty:"capabilities",rootData}))){
vErrors = vErrors === null ? validate81.errors : vErrors.concat(validate81.errors);
errors = vErrors.length;
}
}
if(data.maxMessageBytes !== undefined){
let data4 = data.maxMessageBytes;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
(vErrors ??= []).push({instancePath:instancePath+"/maxMessageBytes",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 67108864 || isNaN(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/maxMessageBytes",keyword:"maximum",params:{comparison: "<=", limit: 67108864}});
errors++;
}
if(data4 < 65536 || isNaN(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/maxMessageBytes",keyword:"minimum",params:{comparison: ">=", limit: 65536}});
errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate79.errors = vErrors;
return errors === 0;
}
function validate83(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(key0 === "call")){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate83.errors = vErrors;
return errors === 0;
}
function validate85(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.driver === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "driver"}});
errors++;
}
if(data.backend === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "backend"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "driver") || (key0 === "backend")) || (key0 === "detail"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.driver !== undefined){
let data0 = data.driver;
if(typeof data0 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/driver",keyword:"type",params:{type: "string"}});
errors++;
}
if(!((data0 === "ok") || (data0 === "degraded"))){
(vErrors ??= []).push({instancePath:instancePath+"/driver",keyword:"enum",params:{}});
errors++;
}
}
if(data.backend !== undefined){
let data1 = data.backend;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/backend",keyword:"type",params:{type: "string"}});
errors++;
}
if(!((data1 === "reachable") || (data1 === "unreachable"))){
(vErrors ??= []).push({instancePath:instancePath+"/backend",keyword:"enum",params:{}});
errors++;
}
}
if(data.detail !== undefined){
let data2 = data.detail;
if(typeof data2 === "string"){
if(func0(data2) > 1024){
(vErrors ??= []).push({instancePath:instancePath+"/detail",keyword:"maxLength",params:{limit: 1024}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/detail",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate85.errors = vErrors;
return errors === 0;
}
function validate86(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.operationId === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "operationId"}});
errors++;
}
if(data.step === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "step"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "operationId") || (key0 === "step")) || (key0 === "percent"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.operationId !== undefined){
let data0 = data.operationId;
if(typeof data0 === "string"){
if(func0(data0) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/operationId",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.step !== undefined){
let data1 = data.step;
if(typeof data1 === "string"){
if(func0(data1) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/step",keyword:"maxLength",params:{limit: 255}});
errors++;
}
if(func0(data1) < 1){
(vErrors ??= []).push({instancePath:instancePath+"/step",keyword:"minLength",params:{limit: 1}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/step",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data.percent !== undefined){
let data2 = data.percent;
if(!(((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2))) && (isFinite(data2)))){
(vErrors ??= []).push({instancePath:instancePath+"/percent",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data2 == "number") && (isFinite(data2))){
if(data2 > 100 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/percent",keyword:"maximum",params:{comparison: "<=", limit: 100}});
errors++;
}
if(data2 < 0 || isNaN(data2)){
(vErrors ??= []).push({instancePath:instancePath+"/percent",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate86.errors = vErrors;
return errors === 0;
}
function validate87(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(key0 === "call")){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate87.errors = vErrors;
return errors === 0;
}
function validate89(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate89.errors = vErrors;
return errors === 0;
}
function validate90(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.durationMs === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "durationMs"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "durationMs") || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.durationMs !== undefined){
let data0 = data.durationMs;
if(!(((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0))) && (isFinite(data0)))){
(vErrors ??= []).push({instancePath:instancePath+"/durationMs",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data0 == "number") && (isFinite(data0))){
if(data0 > 31536000000 || isNaN(data0)){
(vErrors ??= []).push({instancePath:instancePath+"/durationMs",keyword:"maximum",params:{comparison: "<=", limit: 31536000000}});
errors++;
}
if(data0 < 0 || isNaN(data0)){
(vErrors ??= []).push({instancePath:instancePath+"/durationMs",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate90.errors = vErrors;
return errors === 0;
}
function validate92(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.now === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "now"}});
errors++;
}
for(const key0 in data){
if(!(key0 === "now")){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.now !== undefined){
let data0 = data.now;
if(typeof data0 === "string"){
if(func0(data0) > 35){
(vErrors ??= []).push({instancePath:instancePath+"/now",keyword:"maxLength",params:{limit: 35}});
errors++;
}
if(!(formats12.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/now",keyword:"format",params:{format: "date-time"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/now",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate92.errors = vErrors;
return errors === 0;
}
function validate93(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
if(!(key0 === "call")){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate93.errors = vErrors;
return errors === 0;
}
function validate95(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate95.errors = vErrors;
return errors === 0;
}
function validate96(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.held === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "held"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "held") || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.held !== undefined){
if(typeof data.held !== "boolean"){
(vErrors ??= []).push({instancePath:instancePath+"/held",keyword:"type",params:{type: "boolean"}});
errors++;
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate96.errors = vErrors;
return errors === 0;
}
function validate98(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.now === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "now"}});
errors++;
}
for(const key0 in data){
if(!(key0 === "now")){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.now !== undefined){
let data0 = data.now;
if(typeof data0 === "string"){
if(func0(data0) > 35){
(vErrors ??= []).push({instancePath:instancePath+"/now",keyword:"maxLength",params:{limit: 35}});
errors++;
}
if(!(formats12.test(data0))){
(vErrors ??= []).push({instancePath:instancePath+"/now",keyword:"format",params:{format: "date-time"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/now",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate98.errors = vErrors;
return errors === 0;
}
function validate101(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "kind"}});
errors++;
}
for(const key0 in data){
if(!(key0 === "kind")){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.kind !== undefined){
if("backendUnreachable" !== data.kind){
(vErrors ??= []).push({instancePath:instancePath+"/kind",keyword:"const",params:{allowedValue: "backendUnreachable"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate101.errors = vErrors;
return errors === 0;
}
function validate102(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "kind"}});
errors++;
}
if(data.step === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "step"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "kind") || (key0 === "step"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.kind !== undefined){
if("failStep" !== data.kind){
(vErrors ??= []).push({instancePath:instancePath+"/kind",keyword:"const",params:{allowedValue: "failStep"}});
errors++;
}
}
if(data.step !== undefined){
let data1 = data.step;
if(!(((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1))) && (isFinite(data1)))){
(vErrors ??= []).push({instancePath:instancePath+"/step",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data1 == "number") && (isFinite(data1))){
if(data1 > 1000 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/step",keyword:"maximum",params:{comparison: "<=", limit: 1000}});
errors++;
}
if(data1 < 1 || isNaN(data1)){
(vErrors ??= []).push({instancePath:instancePath+"/step",keyword:"minimum",params:{comparison: ">=", limit: 1}});
errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate102.errors = vErrors;
return errors === 0;
}
function validate103(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.kind === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "kind"}});
errors++;
}
if(data.instanceUuid === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "kind") || (key0 === "instanceUuid"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.kind !== undefined){
if("guestCrash" !== data.kind){
(vErrors ??= []).push({instancePath:instancePath+"/kind",keyword:"const",params:{allowedValue: "guestCrash"}});
errors++;
}
}
if(data.instanceUuid !== undefined){
let data1 = data.instanceUuid;
if(typeof data1 === "string"){
if(func0(data1) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data1))){
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate103.errors = vErrors;
return errors === 0;
}
function validate100(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
const tag0 = data.kind;
if(typeof tag0 == "string"){
if(tag0 === "backendUnreachable"){
if(!(validate101(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate101.errors : vErrors.concat(validate101.errors);
errors = vErrors.length;
}
}
else if(tag0 === "failStep"){
if(!(validate102(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate102.errors : vErrors.concat(validate102.errors);
errors = vErrors.length;
}
}
else if(tag0 === "guestCrash"){
if(!(validate103(data, {instancePath,parentData,parentDataProperty,rootData}))){
vErrors = vErrors === null ? validate103.errors : vErrors.concat(validate103.errors);
errors = vErrors.length;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"discriminator",params:{error: "mapping", tag: "kind", tagValue: tag0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"discriminator",params:{error: "tag", tag: "kind", tagValue: tag0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate100.errors = vErrors;
return errors === 0;
}
function validate99(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.fault === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "fault"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "fault") || (key0 === "call"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.fault !== undefined){
if(!(validate100(data.fault, {instancePath:instancePath+"/fault",parentData:data,parentDataProperty:"fault",rootData}))){
vErrors = vErrors === null ? validate100.errors : vErrors.concat(validate100.errors);
errors = vErrors.length;
}
}
if(data.call !== undefined){
if(!(validate1(data.call, {instancePath:instancePath+"/call",parentData:data,parentDataProperty:"call",rootData}))){
vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
errors = vErrors.length;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate99.errors = vErrors;
return errors === 0;
}
function validate109(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
for(const key0 in data){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate109.errors = vErrors;
return errors === 0;
}
function validate110(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("INVALID_REQUEST" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "INVALID_REQUEST"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.path === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "path"}});
errors++;
}
if(data2.problem === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "problem"}});
errors++;
}
for(const key1 in data2){
if(!((key1 === "path") || (key1 === "problem"))){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.path !== undefined){
let data3 = data2.path;
if(typeof data3 === "string"){
if(func0(data3) > 1024){
(vErrors ??= []).push({instancePath:instancePath+"/details/path",keyword:"maxLength",params:{limit: 1024}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/path",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data2.problem !== undefined){
let data4 = data2.problem;
if(typeof data4 === "string"){
if(func0(data4) > 1024){
(vErrors ??= []).push({instancePath:instancePath+"/details/problem",keyword:"maxLength",params:{limit: 1024}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/problem",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate110.errors = vErrors;
return errors === 0;
}
function validate111(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("NOT_SUPPORTED" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "NOT_SUPPORTED"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.operation === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "operation"}});
errors++;
}
for(const key1 in data2){
if(!((key1 === "operation") || (key1 === "capability"))){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.operation !== undefined){
let data3 = data2.operation;
if(typeof data3 === "string"){
if(func0(data3) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/details/operation",keyword:"maxLength",params:{limit: 255}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/operation",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data2.capability !== undefined){
let data4 = data2.capability;
if(typeof data4 === "string"){
if(func0(data4) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/details/capability",keyword:"maxLength",params:{limit: 255}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/capability",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate111.errors = vErrors;
return errors === 0;
}
function validate112(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "code") || (key0 === "effect"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("INTERNAL_ERROR" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "INTERNAL_ERROR"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate112.errors = vErrors;
return errors === 0;
}
function validate113(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "code") || (key0 === "effect"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("SESSION_NOT_INITIALIZED" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "SESSION_NOT_INITIALIZED"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate113.errors = vErrors;
return errors === 0;
}
function validate114(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("SESSION_FENCED" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "SESSION_FENCED"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.currentEpoch === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "currentEpoch"}});
errors++;
}
for(const key1 in data2){
if(!(key1 === "currentEpoch")){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.currentEpoch !== undefined){
let data3 = data2.currentEpoch;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
(vErrors ??= []).push({instancePath:instancePath+"/details/currentEpoch",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 9007199254740991 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/details/currentEpoch",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data3 < 0 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/details/currentEpoch",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate114.errors = vErrors;
return errors === 0;
}
function validate115(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("VERSION_NOT_SUPPORTED" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "VERSION_NOT_SUPPORTED"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.supportedVersions === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "supportedVersions"}});
errors++;
}
for(const key1 in data2){
if(!(key1 === "supportedVersions")){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.supportedVersions !== undefined){
let data3 = data2.supportedVersions;
if(Array.isArray(data3)){
if(data3.length > 64){
(vErrors ??= []).push({instancePath:instancePath+"/details/supportedVersions",keyword:"maxItems",params:{limit: 64}});
errors++;
}
const len0 = data3.length;
for(let i0=0; i0<len0; i0++){
let data4 = data3[i0];
if(typeof data4 === "string"){
if(func0(data4) > 32){
(vErrors ??= []).push({instancePath:instancePath+"/details/supportedVersions/" + i0,keyword:"maxLength",params:{limit: 32}});
errors++;
}
if(!pattern1.test(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/details/supportedVersions/" + i0,keyword:"pattern",params:{pattern: "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)$"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/supportedVersions/" + i0,keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/supportedVersions",keyword:"type",params:{type: "array"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate115.errors = vErrors;
return errors === 0;
}
function validate116(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "code") || (key0 === "effect"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("SHUTTING_DOWN" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "SHUTTING_DOWN"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate116.errors = vErrors;
return errors === 0;
}
function validate117(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("MESSAGE_TOO_LARGE" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "MESSAGE_TOO_LARGE"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.sizeBytes === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "sizeBytes"}});
errors++;
}
if(data2.maxMessageBytes === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "maxMessageBytes"}});
errors++;
}
for(const key1 in data2){
if(!((key1 === "sizeBytes") || (key1 === "maxMessageBytes"))){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.sizeBytes !== undefined){
let data3 = data2.sizeBytes;
if(!(((typeof data3 == "number") && (!(data3 % 1) && !isNaN(data3))) && (isFinite(data3)))){
(vErrors ??= []).push({instancePath:instancePath+"/details/sizeBytes",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data3 == "number") && (isFinite(data3))){
if(data3 > 9007199254740991 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/details/sizeBytes",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data3 < 0 || isNaN(data3)){
(vErrors ??= []).push({instancePath:instancePath+"/details/sizeBytes",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data2.maxMessageBytes !== undefined){
let data4 = data2.maxMessageBytes;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
(vErrors ??= []).push({instancePath:instancePath+"/details/maxMessageBytes",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 9007199254740991 || isNaN(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/details/maxMessageBytes",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data4 < 0 || isNaN(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/details/maxMessageBytes",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate117.errors = vErrors;
return errors === 0;
}
function validate118(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("OPERATION_CONFLICT" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "OPERATION_CONFLICT"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.operationId === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "operationId"}});
errors++;
}
for(const key1 in data2){
if(!(key1 === "operationId")){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.operationId !== undefined){
let data3 = data2.operationId;
if(typeof data3 === "string"){
if(func0(data3) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/details/operationId",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data3))){
(vErrors ??= []).push({instancePath:instancePath+"/details/operationId",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/operationId",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate118.errors = vErrors;
return errors === 0;
}
function validate119(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "code") || (key0 === "effect"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("OPERATION_CANCELLED" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "OPERATION_CANCELLED"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate119.errors = vErrors;
return errors === 0;
}
function validate120(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "code") || (key0 === "effect"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("DEADLINE_EXCEEDED" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "DEADLINE_EXCEEDED"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate120.errors = vErrors;
return errors === 0;
}
function validate121(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("INSTANCE_NOT_FOUND" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "INSTANCE_NOT_FOUND"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.instanceUuid === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
for(const key1 in data2){
if(!(key1 === "instanceUuid")){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.instanceUuid !== undefined){
let data3 = data2.instanceUuid;
if(typeof data3 === "string"){
if(func0(data3) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data3))){
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate121.errors = vErrors;
return errors === 0;
}
function validate122(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("INSTANCE_EXISTS" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "INSTANCE_EXISTS"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.instanceUuid === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
for(const key1 in data2){
if(!(key1 === "instanceUuid")){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.instanceUuid !== undefined){
let data3 = data2.instanceUuid;
if(typeof data3 === "string"){
if(func0(data3) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data3))){
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate122.errors = vErrors;
return errors === 0;
}
function validate123(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("INSTANCE_BUSY" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "INSTANCE_BUSY"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.instanceUuid === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
if(data2.operationId === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "operationId"}});
errors++;
}
if(data2.operation === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "operation"}});
errors++;
}
for(const key1 in data2){
if(!(((key1 === "instanceUuid") || (key1 === "operationId")) || (key1 === "operation"))){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.instanceUuid !== undefined){
let data3 = data2.instanceUuid;
if(typeof data3 === "string"){
if(func0(data3) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data3))){
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data2.operationId !== undefined){
let data4 = data2.operationId;
if(typeof data4 === "string"){
if(func0(data4) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/details/operationId",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data4))){
(vErrors ??= []).push({instancePath:instancePath+"/details/operationId",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/operationId",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data2.operation !== undefined){
let data5 = data2.operation;
if(typeof data5 === "string"){
if(func0(data5) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/details/operation",keyword:"maxLength",params:{limit: 255}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/operation",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate123.errors = vErrors;
return errors === 0;
}
function validate124(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("INVALID_STATE" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "INVALID_STATE"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.instanceUuid === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
if(data2.powerState === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "powerState"}});
errors++;
}
for(const key1 in data2){
if(!((key1 === "instanceUuid") || (key1 === "powerState"))){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.instanceUuid !== undefined){
let data3 = data2.instanceUuid;
if(typeof data3 === "string"){
if(func0(data3) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data3))){
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data2.powerState !== undefined){
let data4 = data2.powerState;
if(typeof data4 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/details/powerState",keyword:"type",params:{type: "string"}});
errors++;
}
if(!((((((data4 === "pending") || (data4 === "running")) || (data4 === "paused")) || (data4 === "shutdown")) || (data4 === "crashed")) || (data4 === "suspended"))){
(vErrors ??= []).push({instancePath:instancePath+"/details/powerState",keyword:"enum",params:{}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate124.errors = vErrors;
return errors === 0;
}
function validate125(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("NODE_NOT_FOUND" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "NODE_NOT_FOUND"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.node === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "node"}});
errors++;
}
for(const key1 in data2){
if(!(key1 === "node")){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.node !== undefined){
let data3 = data2.node;
if(typeof data3 === "string"){
if(func0(data3) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/details/node",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data3))){
(vErrors ??= []).push({instancePath:instancePath+"/details/node",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/node",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate125.errors = vErrors;
return errors === 0;
}
function validate126(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("INSUFFICIENT_RESOURCES" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "INSUFFICIENT_RESOURCES"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.resource === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "resource"}});
errors++;
}
if(data2.requested === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "requested"}});
errors++;
}
if(data2.available === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "available"}});
errors++;
}
for(const key1 in data2){
if(!(((key1 === "resource") || (key1 === "requested")) || (key1 === "available"))){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.resource !== undefined){
let data3 = data2.resource;
if(typeof data3 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/details/resource",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data3 === "vcpus") || (data3 === "memoryMib")) || (data3 === "localGib"))){
(vErrors ??= []).push({instancePath:instancePath+"/details/resource",keyword:"enum",params:{}});
errors++;
}
}
if(data2.requested !== undefined){
let data4 = data2.requested;
if(!(((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4))) && (isFinite(data4)))){
(vErrors ??= []).push({instancePath:instancePath+"/details/requested",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data4 == "number") && (isFinite(data4))){
if(data4 > 9007199254740991 || isNaN(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/details/requested",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data4 < 0 || isNaN(data4)){
(vErrors ??= []).push({instancePath:instancePath+"/details/requested",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
if(data2.available !== undefined){
let data5 = data2.available;
if(!(((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5))) && (isFinite(data5)))){
(vErrors ??= []).push({instancePath:instancePath+"/details/available",keyword:"type",params:{type: "integer"}});
errors++;
}
if((typeof data5 == "number") && (isFinite(data5))){
if(data5 > 9007199254740991 || isNaN(data5)){
(vErrors ??= []).push({instancePath:instancePath+"/details/available",keyword:"maximum",params:{comparison: "<=", limit: 9007199254740991}});
errors++;
}
if(data5 < 0 || isNaN(data5)){
(vErrors ??= []).push({instancePath:instancePath+"/details/available",keyword:"minimum",params:{comparison: ">=", limit: 0}});
errors++;
}
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate126.errors = vErrors;
return errors === 0;
}
function validate127(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("IMAGE_UNACCEPTABLE" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "IMAGE_UNACCEPTABLE"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.imageId === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "imageId"}});
errors++;
}
if(data2.problem === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "problem"}});
errors++;
}
for(const key1 in data2){
if(!((key1 === "imageId") || (key1 === "problem"))){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.imageId !== undefined){
let data3 = data2.imageId;
if(typeof data3 === "string"){
if(func0(data3) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/details/imageId",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data3))){
(vErrors ??= []).push({instancePath:instancePath+"/details/imageId",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/imageId",keyword:"type",params:{type: "string"}});
errors++;
}
}
if(data2.problem !== undefined){
let data4 = data2.problem;
if(typeof data4 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/details/problem",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((((data4 === "unreadable") || (data4 === "checksum")) || (data4 === "size")) || (data4 === "format")) || (data4 === "flavor-too-small"))){
(vErrors ??= []).push({instancePath:instancePath+"/details/problem",keyword:"enum",params:{}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate127.errors = vErrors;
return errors === 0;
}
function validate128(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("CONSOLE_NOT_AVAILABLE" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "CONSOLE_NOT_AVAILABLE"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.instanceUuid === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "instanceUuid"}});
errors++;
}
for(const key1 in data2){
if(!(key1 === "instanceUuid")){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.instanceUuid !== undefined){
let data3 = data2.instanceUuid;
if(typeof data3 === "string"){
if(func0(data3) > 36){
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"maxLength",params:{limit: 36}});
errors++;
}
if(!(formats0.test(data3))){
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"format",params:{format: "uuid"}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/instanceUuid",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate128.errors = vErrors;
return errors === 0;
}
function validate129(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
for(const key0 in data){
if(!((key0 === "code") || (key0 === "effect"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("BACKEND_UNREACHABLE" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "BACKEND_UNREACHABLE"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate129.errors = vErrors;
return errors === 0;
}
function validate130(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.code === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "code"}});
errors++;
}
if(data.effect === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "effect"}});
errors++;
}
if(data.details === undefined){
(vErrors ??= []).push({instancePath,keyword:"required",params:{missingProperty: "details"}});
errors++;
}
for(const key0 in data){
if(!(((key0 === "code") || (key0 === "effect")) || (key0 === "details"))){
(vErrors ??= []).push({instancePath,keyword:"additionalProperties",params:{additionalProperty: key0}});
errors++;
}
}
if(data.code !== undefined){
if("BACKEND_FAILED" !== data.code){
(vErrors ??= []).push({instancePath:instancePath+"/code",keyword:"const",params:{allowedValue: "BACKEND_FAILED"}});
errors++;
}
}
if(data.effect !== undefined){
let data1 = data.effect;
if(typeof data1 !== "string"){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"type",params:{type: "string"}});
errors++;
}
if(!(((data1 === "none") || (data1 === "partial")) || (data1 === "unknown"))){
(vErrors ??= []).push({instancePath:instancePath+"/effect",keyword:"enum",params:{}});
errors++;
}
}
if(data.details !== undefined){
let data2 = data.details;
if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
if(data2.step === undefined){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"required",params:{missingProperty: "step"}});
errors++;
}
for(const key1 in data2){
if(!(key1 === "step")){
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"additionalProperties",params:{additionalProperty: key1}});
errors++;
}
}
if(data2.step !== undefined){
let data3 = data2.step;
if(typeof data3 === "string"){
if(func0(data3) > 255){
(vErrors ??= []).push({instancePath:instancePath+"/details/step",keyword:"maxLength",params:{limit: 255}});
errors++;
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details/step",keyword:"type",params:{type: "string"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath:instancePath+"/details",keyword:"type",params:{type: "object"}});
errors++;
}
}
}
else {
(vErrors ??= []).push({instancePath,keyword:"type",params:{type: "object"}});
errors++;
}
validate130.errors = vErrors;
return errors === 0;
}

/** By message: the name of an operation with `.params` or `.result`, or an error code with `.data`. */
export const checks: Readonly<Record<string, Check>> = {
  "getConsoleOutput.params": validate0,
  "getConsoleOutput.result": validate3,
  "event.params": validate4,
  "getInfo.params": validate5,
  "getInfo.result": validate7,
  "listInstanceStates.params": validate10,
  "listInstanceStates.result": validate12,
  "listInstances.params": validate15,
  "listInstances.result": validate17,
  "destroy.params": validate24,
  "destroy.result": validate29,
  "spawn.params": validate30,
  "spawn.result": validate42,
  "getAvailableResource.params": validate44,
  "getAvailableResource.result": validate46,
  "listNodes.params": validate49,
  "listNodes.result": validate51,
  "pause.params": validate54,
  "pause.result": validate56,
  "powerOff.params": validate57,
  "powerOff.result": validate59,
  "powerOn.params": validate60,
  "powerOn.result": validate62,
  "reboot.params": validate63,
  "reboot.result": validate65,
  "unpause.params": validate66,
  "unpause.result": validate68,
  "cancelOperation.params": validate69,
  "getOperation.params": validate70,
  "getOperation.result": validate72,
  "initialize.params": validate75,
  "initialize.result": validate79,
  "probe.params": validate83,
  "probe.result": validate85,
  "progress.params": validate86,
  "shutdown.params": validate87,
  "shutdown.result": validate89,
  "simulation/advance.params": validate90,
  "simulation/advance.result": validate92,
  "simulation/clearFaults.params": validate93,
  "simulation/clearFaults.result": validate95,
  "simulation/hold.params": validate96,
  "simulation/hold.result": validate98,
  "simulation/injectFault.params": validate99,
  "simulation/injectFault.result": validate109,
  "INVALID_REQUEST.data": validate110,
  "NOT_SUPPORTED.data": validate111,
  "INTERNAL_ERROR.data": validate112,
  "SESSION_NOT_INITIALIZED.data": validate113,
  "SESSION_FENCED.data": validate114,
  "VERSION_NOT_SUPPORTED.data": validate115,
  "SHUTTING_DOWN.data": validate116,
  "MESSAGE_TOO_LARGE.data": validate117,
  "OPERATION_CONFLICT.data": validate118,
  "OPERATION_CANCELLED.data": validate119,
  "DEADLINE_EXCEEDED.data": validate120,
  "INSTANCE_NOT_FOUND.data": validate121,
  "INSTANCE_EXISTS.data": validate122,
  "INSTANCE_BUSY.data": validate123,
  "INVALID_STATE.data": validate124,
  "NODE_NOT_FOUND.data": validate125,
  "INSUFFICIENT_RESOURCES.data": validate126,
  "IMAGE_UNACCEPTABLE.data": validate127,
  "CONSOLE_NOT_AVAILABLE.data": validate128,
  "BACKEND_UNREACHABLE.data": validate129,
  "BACKEND_FAILED.data": validate130,
};

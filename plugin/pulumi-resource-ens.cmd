@echo off
node "%~dp0dist\pulumi-resource-ens.js" %*

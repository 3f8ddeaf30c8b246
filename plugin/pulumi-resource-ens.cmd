@echo off
rem What Windows starts where the path of a Pulumi.yaml is this directory: it cannot run the file without extension.
rem In node_modules\.bin, the package manager puts its own.
node "%~dp0dist\pulumi-resource-ens.js" %*

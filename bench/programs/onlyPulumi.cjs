// What any program costs: it loads Pulumi and makes nothing.
require("@pulumi/pulumi");

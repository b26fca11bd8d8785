// The SDK's notice about its support of Node 20 would hide the lines that matter.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";
// The template validator is loaded anew in every test file; the strict run is `npm run synth`.
process.env["CDK_VALIDATION"] ??= "false";

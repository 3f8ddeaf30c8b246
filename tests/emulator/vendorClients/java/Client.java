import com.aliyun.auth.credentials.Credential;
import com.aliyun.auth.credentials.provider.StaticCredentialProvider;
import com.aliyun.core.http.HttpMethod;
import com.aliyun.sdk.gateway.pop.Configuration;
import com.aliyun.sdk.gateway.pop.auth.SignatureVersion;
import com.aliyun.sdk.gateway.pop.clients.CommonAsyncClient;
import com.aliyun.sdk.gateway.pop.exception.PopClientException;
import com.aliyun.sdk.gateway.pop.exception.PopServerException;
import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teaopenapi.models.OpenApiRequest;
import com.aliyun.teaopenapi.models.Params;
import com.aliyun.teautil.models.RuntimeOptions;
import com.aliyuncs.CommonRequest;
import com.aliyuncs.CommonResponse;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.auth.AlibabaCloudCredentials;
import com.aliyuncs.auth.BasicCredentials;
import com.aliyuncs.auth.BasicSessionCredentials;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import darabonba.core.client.ClientOverrideConfiguration;
import darabonba.core.policy.retry.RetryPolicy;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Carries out calls with the vendor's clients for Java: one JSON object a line, in and out (../clientProcess.ts). */
public class Client {
    private static final String VERSION = "2017-11-10";
    private static final int TIMEOUT = 5_000;
    private static final Gson GSON = new GsonBuilder()
        .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
        .serializeNulls()
        .create();

    static class Call {
        String client;
        String endpoint;
        String accessKeyId;
        String accessKeySecret;
        String securityToken;
        String action;
        Map<String, Object> parameters;
    }

    /** The synchronous client, on Tea. */
    private static Object openapi(Call call, String signatureAlgorithm) throws Exception {
        Config config = new Config()
            .setAccessKeyId(call.accessKeyId)
            .setAccessKeySecret(call.accessKeySecret)
            .setSecurityToken(call.securityToken)
            .setEndpoint(call.endpoint)
            .setProtocol("HTTP")
            .setSignatureAlgorithm(signatureAlgorithm);
        Params params = new Params()
            .setAction(call.action)
            .setVersion(VERSION)
            .setProtocol("HTTPS")
            .setPathname("/")
            .setMethod("POST")
            .setAuthType("AK")
            .setStyle("RPC")
            .setReqBodyType("formData")
            .setBodyType("json");
        OpenApiRequest request = new OpenApiRequest().setQuery(com.aliyun.openapiutil.Client.query(call.parameters));
        RuntimeOptions runtime = new RuntimeOptions().setReadTimeout(TIMEOUT).setConnectTimeout(TIMEOUT);
        return new com.aliyun.teaopenapi.Client(config).callApi(params, request, runtime).get("body");
    }

    /** The asynchronous client. */
    private static Object async(Call call, SignatureVersion signatureVersion) throws Exception {
        Credential.Builder credential = Credential.builder()
            .accessKeyId(call.accessKeyId)
            .accessKeySecret(call.accessKeySecret)
            .securityToken(call.securityToken);
        com.aliyun.sdk.gateway.pop.models.CommonRequest.Builder request =
            com.aliyun.sdk.gateway.pop.models.CommonRequest.builder()
                .product("Ens")
                .version(VERSION)
                .action(call.action)
                .path("/")
                .httpMethod(HttpMethod.POST);
        call.parameters.forEach(request::putQueryParameters);
        try (CommonAsyncClient client = CommonAsyncClient.builder()
            .region("cn-hangzhou")
            .credentialsProvider(StaticCredentialProvider.create(credential.build()))
            .serviceConfiguration(Configuration.create().setSignatureVersion(signatureVersion))
            .overrideConfiguration(ClientOverrideConfiguration.create()
                .setProtocol("HTTP")
                .setEndpointOverride(call.endpoint)
                .setRetryPolicy(RetryPolicy.none())
                .setConnectTimeout(Duration.ofMillis(TIMEOUT))
                .setResponseTimeout(Duration.ofMillis(TIMEOUT)))
            .build()) {
            return client.callApi(request.build()).get().getBody();
        }
    }

    /** The older client. */
    private static Object core(Call call, com.aliyuncs.auth.SignatureVersion signatureVersion) throws Exception {
        AlibabaCloudCredentials credentials = call.securityToken == null
            ? new BasicCredentials(call.accessKeyId, call.accessKeySecret)
            : new BasicSessionCredentials(call.accessKeyId, call.accessKeySecret, call.securityToken);
        DefaultAcsClient client = new DefaultAcsClient(DefaultProfile.getProfile("cn-hangzhou"), credentials);
        client.setAutoRetry(false);
        client.setSignatureVersion(signatureVersion);
        CommonRequest request = new CommonRequest();
        request.setSysMethod(MethodType.POST);
        request.setSysProtocol(ProtocolType.HTTP);
        request.setSysDomain(call.endpoint);
        request.setSysVersion(VERSION);
        request.setSysAction(call.action);
        request.setSysProduct("Ens");
        request.setSysConnectTimeout(TIMEOUT);
        request.setSysReadTimeout(TIMEOUT);
        call.parameters.forEach((name, value) -> request.putQueryParameter(name, String.valueOf(value)));
        try {
            CommonResponse response = client.getCommonResponse(request);
            return GSON.fromJson(response.getData(), Object.class);
        } finally {
            client.shutdown();
        }
    }

    private static Object body(Call call) throws Exception {
        switch (call.client) {
            case "openapi-v3": return openapi(call, null);
            case "openapi-v1": return openapi(call, "v2");
            case "async-v3": return async(call, SignatureVersion.V3);
            case "async-v1": return async(call, SignatureVersion.V1);
            case "core-v3": return core(call, com.aliyuncs.auth.SignatureVersion.V3);
            case "core-v1": return core(call, com.aliyuncs.auth.SignatureVersion.V1);
            default: throw new IllegalArgumentException(call.client);
        }
    }

    private static Map<String, Object> answer(Call call) {
        Map<String, Object> answer = new HashMap<>();
        try {
            answer.put("body", body(call));
            return answer;
        } catch (Exception thrown) {
            Throwable error = thrown instanceof java.util.concurrent.ExecutionException ? thrown.getCause() : thrown;
            answer.put("code", null);
            answer.put("status", null);
            answer.put("requestId", null);
            answer.put("retryAfter", null);
            answer.put("message", error.toString());
            if (error instanceof TeaException) {
                TeaException tea = (TeaException) error;
                answer.put("code", tea.getCode());
                answer.put("status", tea.getStatusCode());
                answer.put("requestId", tea.getData() == null ? null : tea.getData().get("RequestId"));
            } else if (error instanceof PopClientException) {
                PopClientException pop = (PopClientException) error;
                answer.put("code", pop.getErrCode());
                answer.put("status", pop.getStatusCode());
                answer.put("requestId", pop.getRequestId());
            } else if (error instanceof PopServerException) {
                PopServerException pop = (PopServerException) error;
                answer.put("code", pop.getErrCode());
                answer.put("status", pop.getStatusCode());
                answer.put("requestId", pop.getRequestId());
            } else if (error instanceof ClientException) {
                ClientException old = (ClientException) error;
                answer.put("code", old.getErrCode());
                answer.put("requestId", old.getRequestId());
            }
            return answer;
        }
    }

    public static void main(String[] arguments) throws Exception {
        // The clients write to standard output too.
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.println(GSON.toJson(answer(GSON.fromJson(line, Call.class))));
        }
        System.exit(0);
    }
}

// Carries out calls with the vendor's clients for Go: one JSON object a line, in and out (../clientProcess.ts).
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	"github.com/alibabacloud-go/darabonba-openapi/v2/utils"
	"github.com/alibabacloud-go/tea/dara"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/auth/credentials"
	sdkerrors "github.com/aliyun/alibaba-cloud-sdk-go/sdk/errors"
	"github.com/aliyun/alibaba-cloud-sdk-go/sdk/requests"
	"github.com/aliyun/alibaba-cloud-sdk-go/services/ens"
)

const apiVersion = "2017-11-10"

type call struct {
	Client          string         `json:"client"`
	Endpoint        string         `json:"endpoint"`
	AccessKeyId     string         `json:"accessKeyId"`
	AccessKeySecret string         `json:"accessKeySecret"`
	SecurityToken   *string        `json:"securityToken"`
	Action          string         `json:"action"`
	Parameters      map[string]any `json:"parameters"`
}

// Carries out a call; what it answers is printed as JSON.
type client func(call) (any, error)

func openapiClient(configure func(*openapi.Config)) client {
	return func(call call) (any, error) {
		config := new(openapi.Config).
			SetAccessKeyId(call.AccessKeyId).
			SetAccessKeySecret(call.AccessKeySecret).
			SetEndpoint(call.Endpoint).
			SetProtocol("HTTP").
			SetReadTimeout(5_000).
			SetConnectTimeout(5_000)
		if call.SecurityToken != nil {
			config.SetSecurityToken(*call.SecurityToken)
		}
		configure(config)
		client, err := openapi.NewClient(config)
		if err != nil {
			return nil, err
		}
		client.DisableSDKError = dara.Bool(true) // It knows less than what it is made of.
		params := new(openapi.Params).
			SetAction(call.Action).
			SetVersion(apiVersion).
			SetProtocol("HTTPS").
			SetPathname("/").
			SetMethod("POST").
			SetAuthType("AK").
			SetStyle("RPC").
			SetReqBodyType("formData").
			SetBodyType("json")
		request := new(openapi.OpenApiRequest).SetQuery(utils.Query(call.Parameters))
		response, err := client.CallApi(params, request, new(dara.RuntimeOptions))
		if err != nil {
			return nil, err
		}
		return response["body"], nil
	}
}

func sdkCredential(call call) auth.Credential {
	if call.SecurityToken != nil {
		return credentials.NewStsTokenCredential(call.AccessKeyId, call.AccessKeySecret, *call.SecurityToken)
	}
	return credentials.NewAccessKeyCredential(call.AccessKeyId, call.AccessKeySecret)
}

func sdkConfig() *sdk.Config {
	return sdk.NewConfig().WithScheme("HTTP").WithTimeout(5 * time.Second)
}

func sdkCommon(call call) (any, error) {
	client, err := sdk.NewClientWithOptions("cn-hangzhou", sdkConfig(), sdkCredential(call))
	if err != nil {
		return nil, err
	}
	request := requests.NewCommonRequest()
	request.Method = requests.POST
	request.Domain = call.Endpoint
	request.Version = apiVersion
	request.ApiName = call.Action
	for name, value := range call.Parameters {
		request.QueryParams[name] = fmt.Sprint(value)
	}
	response, err := client.ProcessCommonRequest(request)
	if err != nil {
		return nil, err
	}
	var body any
	if err := json.Unmarshal(response.GetHttpContentBytes(), &body); err != nil {
		return nil, err
	}
	return body, nil
}

func sdkEns(call call) (any, error) {
	client, err := ens.NewClientWithOptions("cn-hangzhou", sdkConfig(), sdkCredential(call))
	if err != nil {
		return nil, err
	}
	// Its requests have text where others have numbers.
	for name, value := range call.Parameters {
		if number, isNumber := value.(float64); isNumber {
			call.Parameters[name] = fmt.Sprint(number)
		}
	}
	parameters, err := json.Marshal(call.Parameters)
	if err != nil {
		return nil, err
	}
	switch call.Action {
	case "DescribeInstances":
		request := ens.CreateDescribeInstancesRequest()
		request.Domain = call.Endpoint
		if err := json.Unmarshal(parameters, request); err != nil {
			return nil, err
		}
		return client.DescribeInstances(request)
	case "ListTagResources":
		request := ens.CreateListTagResourcesRequest()
		request.Domain = call.Endpoint
		if err := json.Unmarshal(parameters, request); err != nil {
			return nil, err
		}
		return client.ListTagResources(request)
	}
	return nil, errors.New("this client has no " + call.Action)
}

var clients = map[string]client{
	"openapi-v3": openapiClient(func(*openapi.Config) {}),
	"openapi-v1": openapiClient(func(config *openapi.Config) { config.SetSignatureAlgorithm("v2") }),
	"sdk":        sdkCommon,
	"sdk-ens":    sdkEns,
}

func answer(call call) map[string]any {
	body, err := clients[call.Client](call)
	if err == nil {
		return map[string]any{"body": body}
	}
	answer := map[string]any{
		"code": nil, "status": nil, "requestId": nil, "retryAfter": nil, "message": fmt.Sprintf("%T: %v", err, err),
	}
	var today interface {
		GetCode() *string
		GetStatusCode() *int
		GetRequestId() *string
		GetRetryAfter() *int64
	}
	if errors.As(err, &today) {
		answer["code"], answer["status"] = today.GetCode(), today.GetStatusCode()
		answer["requestId"], answer["retryAfter"] = today.GetRequestId(), today.GetRetryAfter()
	}
	var older *sdkerrors.ServerError
	if errors.As(err, &older) {
		answer["code"], answer["status"], answer["requestId"] = older.ErrorCode(), older.HttpStatus(), older.RequestId()
	}
	return answer
}

func main() {
	output := json.NewEncoder(os.Stdout)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var call call
		if err := json.Unmarshal(lines.Bytes(), &call); err != nil {
			panic(err)
		}
		if err := output.Encode(answer(call)); err != nil {
			panic(err)
		}
	}
}

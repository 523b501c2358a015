using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Perennial.Core;

namespace Perennial.Api;

/// <summary>Reads what is sent to the API.</summary>
static class ApiBody
{
    static readonly JsonSerializerOptions json = Options();

    /// <summary>The body as JSON of a form; a name that the form does not have is an error.</summary>
    /// <exception cref="BadInputException">It is no JSON, or not of this form.</exception>
    public static async Task<TBody> Read<TBody>(HttpContext http) where TBody : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<TBody>(http.Request.Body, json, http.RequestAborted)
                ?? throw new JsonException("It is empty.");
        }
        catch (JsonException error)
        {
            var path = error.Path?.TrimStart('$', '.') is { Length: > 0 } some ? $"body, at {some}" : "body";
            throw new BadInputException(path, error.Message.Split(" Path:")[0].TrimEnd('.') + ".",
                $"Send a JSON object with {string.Join(", ", Names(typeof(TBody)))}.");
        }
    }

    /// <summary>The body as text: YAML, or JSON, which is YAML too.</summary>
    public static Task<string> Text(HttpContext http) =>
        new StreamReader(http.Request.Body, Encoding.UTF8).ReadToEndAsync(http.RequestAborted);

    /// <summary>What a body of this form holds, a ? behind what may be left out.</summary>
    public static IEnumerable<string> Names(Type body) => body.GetConstructors()[0].GetParameters().Select(
        parameter => JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!)
            + (parameter.HasDefaultValue ? "?" : ""));

    static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
        };
        ApiJson.Configure(options);
        return options;
    }
}

using System.Reflection;
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
            using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
            Check(body.RootElement, typeof(TBody));
            return body.RootElement.Deserialize<TBody>(json) ?? throw new JsonException();
        }
        // What is half a letter is found only when a text is made of it.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw Wrong("", "It is no JSON.", typeof(TBody));
        }
    }

    // What the framework says of these names its own types.
    static void Check(JsonElement body, Type form)
    {
        if (body.ValueKind != JsonValueKind.Object) throw Wrong("", "It is no JSON object.", form);
        var parameters = form.GetConstructors()[0].GetParameters();
        foreach (var item in body.EnumerateObject())
        {
            if (parameters.FirstOrDefault(one => IsOf(item, one)) is not { } parameter)
                throw Wrong(item.Name, $"There is no '{item.Name}' here.", form);
            var (kind, fits) = parameter.ParameterType == typeof(bool)
                ? ("true or false", item.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
                : parameter.ParameterType == typeof(string) ? ("a text", item.Value.ValueKind == JsonValueKind.String)
                : ("an object of texts", item.Value.ValueKind == JsonValueKind.Object
                    && item.Value.EnumerateObject().All(one => one.Value.ValueKind == JsonValueKind.String));
            if (!fits) throw Wrong(item.Name, $"It has to be {kind}.", form);
            // No database takes it for a letter.
            if (Texts(item.Value).Any(text => text.Contains('\0')))
                throw Wrong(item.Name, "It holds what no text has (NUL).", form);
        }
        var missing = parameters.FirstOrDefault(one =>
            !one.HasDefaultValue && !body.EnumerateObject().Any(item => IsOf(item, one)));
        if (missing is not null) throw Wrong("", $"'{NameOf(missing)}' is missing.", form);
    }

    static IEnumerable<string> Texts(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(one => Texts(one.Value).Prepend(one.Name)),
        _ => [],
    };

    static bool IsOf(JsonProperty item, ParameterInfo parameter) =>
        item.Name.Equals(NameOf(parameter), StringComparison.OrdinalIgnoreCase);

    static BadInputException Wrong(string name, string problem, Type form) => new(
        name.Length > 0 ? $"body, at {name}" : "body", problem,
        $"Send a JSON object with {string.Join(", ", Names(form))}.");

    static string NameOf(ParameterInfo parameter) => JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name!);

    /// <summary>The body as text: YAML, or JSON, which is YAML too.</summary>
    public static Task<string> Text(HttpContext http) =>
        new StreamReader(http.Request.Body, Encoding.UTF8).ReadToEndAsync(http.RequestAborted);

    /// <summary>What a body of this form holds, a ? behind what may be left out.</summary>
    public static IEnumerable<string> Names(Type body) => body.GetConstructors()[0].GetParameters().Select(
        parameter => NameOf(parameter) + (parameter.HasDefaultValue ? "?" : ""));

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

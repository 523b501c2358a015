using System.Net;

namespace Perennial.Tests.Ui;

public class SameOriginTests(ServedShop served) : IClassFixture<ServedShop>
{
    // Nothing is posted to /health, so whoever passes is told that the method does not fit.
    async Task<HttpStatusCode> Post(params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/health");
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        return (await served.Client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
    }

    string Self => served.Client.BaseAddress!.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task Another_sites_page_cannot_post()
    {
        Assert.Equal(HttpStatusCode.Forbidden, await Post(("Sec-Fetch-Site", "cross-site")));
        Assert.Equal(HttpStatusCode.Forbidden, await Post(("Sec-Fetch-Site", "same-site"), ("Origin", Self)));
        Assert.Equal(HttpStatusCode.Forbidden, await Post(("Origin", "http://evil.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await Post(("Origin", "null")));
    }

    [Fact]
    public async Task The_apps_own_page_and_programs_pass()
    {
        Assert.NotEqual(HttpStatusCode.Forbidden, await Post(("Sec-Fetch-Site", "same-origin")));
        Assert.NotEqual(HttpStatusCode.Forbidden, await Post(("Origin", Self)));
        Assert.NotEqual(HttpStatusCode.Forbidden, await Post());
    }

    [Fact]
    public async Task Reading_is_not_restricted()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        var answer = await served.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}

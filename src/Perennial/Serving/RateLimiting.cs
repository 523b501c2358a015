using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Perennial.Access;
using Perennial.Web;

namespace Perennial.Serving;

/// <summary>What the limits of <see cref="RateLimits"/> are, and the answer to whoever asks too often.</summary>
static class RateLimiting
{
    const int TriesAMinute = 20;
    const int ApiBurst = 300, ApiPerSecond = 50;

    public static void Configure(RateLimiterOptions options)
    {
        options.AddPolicy(RateLimits.SignIn, http => RateLimitPartition.GetFixedWindowLimiter(
            SignInAddress.Of(http.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions
            {
                PermitLimit = TriesAMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0,
            }));
        options.AddPolicy(RateLimits.Api, http => http.Features.Get<Visitor>() is { Actor: { Kind: "key" } key }
            ? RateLimitPartition.GetTokenBucketLimiter(key.Id, _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = ApiBurst, TokensPerPeriod = ApiPerSecond,
                ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0,
            })
            : RateLimitPartition.GetNoLimiter(""));
        options.OnRejected = async (rejected, _) =>
        {
            var http = rejected.HttpContext;
            var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) && after.TotalSeconds > 1
                ? (int)Math.Ceiling(after.TotalSeconds) : 1;
            await FriendlyErrors.Answer(http, StatusCodes.Status429TooManyRequests, http.Request.Path.Value ?? "",
                "Too many requests.", $"Try again in {wait} seconds.");
        };
    }
}

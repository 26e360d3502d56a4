"""What a stackfile says of its load balancer comes about, changes in place and goes again."""

from typing import Any

from local.tests.stage import EndToEnd

STACKFILE = """\
vpc:
  id: $VPC_ID
  subnets: {public: [$PUBLIC_SUBNET_A, $PUBLIC_SUBNET_B]}
  security_groups: {public: [$PUBLIC_SECURITY_GROUP]}
services:
  web:
    image: example/web:1
    ports: ["8080:8080"]
    tags: {team: front}
    elb:
      type: public
      protocol: HTTPS
      ports: {public: 443, container: 8080}
      certificates: [$CERTIFICATE_ARN]
      redirect_http: true
      healthcheck:
        port: traffic-port
        matcher: "200-299,302"
        deregistration_delay: 30s
        slow_start: 60
        stickiness: {duration: 1h, cookie: SESSION}
"""

REDIRECT = {
    "Protocol": "HTTPS",
    "Port": "443",
    "Host": "#{host}",
    "Path": "/#{path}",
    "Query": "#{query}",
    "StatusCode": "HTTP_301",
}


class LoadBalancerTest(EndToEnd):
    def balancer(self, cluster: str) -> str:
        names = [f"{cluster}-web-lb"]
        return self.elb.describe_load_balancers(Names=names)["LoadBalancers"][0]["LoadBalancerArn"]

    def actions(self, cluster: str) -> dict[int, dict[str, Any]]:
        """What each port's listener does."""
        listeners = self.elb.describe_listeners(LoadBalancerArn=self.balancer(cluster))["Listeners"]
        return {listener["Port"]: listener["DefaultActions"][0] for listener in listeners}

    def attributes(self, group: str) -> dict[str, str]:
        found = self.elb.describe_target_group_attributes(TargetGroupArn=group)["Attributes"]
        return {attribute["Key"]: attribute["Value"] for attribute in found}

    def test_load_balancer_settings(self) -> None:
        cluster = self.cluster("balanced")
        self.deploy(cluster, STACKFILE)

        group = self.elb.describe_target_groups(Names=["balanced-web-lb"])["TargetGroups"][0]
        self.assertEqual("200-299,302", group["Matcher"]["HttpCode"])
        attributes = self.attributes(group["TargetGroupArn"])
        for name, value in {
            "deregistration_delay.timeout_seconds": "30",
            "slow_start.duration_seconds": "60",
            "stickiness.enabled": "true",
            "stickiness.type": "app_cookie",
            "stickiness.app_cookie.cookie_name": "SESSION",
            "stickiness.app_cookie.duration_seconds": "3600",
        }.items():
            self.assertEqual(value, attributes.get(name), name)
        actions = self.actions(cluster)
        self.assertEqual({80: "redirect", 443: "forward"}, {port: actions[port]["Type"] for port in actions})
        self.assertEqual(REDIRECT, actions[80]["RedirectConfig"])

        self.deploy(cluster, STACKFILE, "UNCHANGED")
        self.assertEqual({}, self.stage.changes())

        changed = self.deploy(
            cluster,
            STACKFILE.replace("redirect_http: true", "redirect_http: false")
            .replace("200-299,302", "200")
            .replace("slow_start: 60", "slow_start: 0"),
        )
        shown = "\n".join(changed.services["web"]["changes"])
        self.assertIn("services.web.elb.redirect_http", shown)
        self.assertIn("services.web.elb.healthcheck.matcher: 200-299,302 → 200", shown)
        self.assertEqual({443}, set(self.actions(cluster)))
        self.assertEqual("0", self.attributes(group["TargetGroupArn"])["slow_start.duration_seconds"])
        self.assertEqual(
            "30", self.attributes(group["TargetGroupArn"])["deregistration_delay.timeout_seconds"]
        )

# Owned by payments.

variable "region" {
  type = string
}

module "service" {
  source = "../../../../modules/service"

  name      = "payments-api-prod-${var.region}"
  image     = "registry.northstar.example/payments-api:1.4.2"
  instances = 6
}

output "address" {
  value = module.service.address
}
